/**
 * The bundled XKS proxy: a TLS listener in front of the server side of the XKS Proxy API, which asks a key manager. State lies
 * in its data folder; configuration, credentials, keys and certificate change without a stop.
 */
import type { ServerOptions } from "node:https";
import type { Clock } from "../lib/clock.ts";
import { type XksRequestOutcome, xksServer } from "../xks/server.ts";
import { backendOf } from "./backend.ts";
import type { ServerCertificate } from "./certificates.ts";
import type { TlsConfiguration } from "./configuration/tls.ts";
import { ensureConfiguration } from "./configuration-edits.ts";
import { Faults } from "./faults.ts";
import { frontDoor, pingDoor } from "./front-door.ts";
import { KeyManagerSet } from "./key-manager-set.ts";
import { KeyStores } from "./key-stores.ts";
import { LiveConfiguration } from "./live-configuration.ts";
import type { ProxyLog } from "./log.ts";
import { ProxyMetrics } from "./metrics.ts";
import { startObservation } from "./observation.ts";
import { makePrivateFolder } from "./private-files.ts";
import { logRequest } from "./request-log.ts";
import { serverCertificate } from "./server-certificate.ts";
import { TlsListener } from "./tls-listener.ts";

export { ProxyStartError } from "./start-error.ts";

/** How soon a certificate from elsewhere that was replaced is taken. */
const certificateLookMs = 60_000;

export interface ProxyOptions {
  /** Holds keys, master key, certificates, configuration; made when it is missing. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Instead of the one in the data folder; must exist. */
  readonly configFile?: string;
  /** Whether the proxy misbehaves as its fault file says. */
  readonly faults?: boolean;
  /** The product's, told in health answers as part of the proxy's model. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: ProxyLog;
}

export interface RunningProxy {
  readonly port: number;
  /** Where metrics and health are told without TLS, if the configuration wants it. */
  readonly observationPort?: number;
  /** What the KMS side has to trust. */
  readonly caPem: string;
  /** Lets requests under way end, in less than five seconds. */
  close(): Promise<void>;
}

/** @throws ProxyStartError with a line that names the value and the fix */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { dataDir, clock, log } = options;
  makePrivateFolder(dataDir);
  const live = new LiveConfiguration(options.configFile ?? ensureConfiguration(dataDir, clock), clock, log);
  const managers = new KeyManagerSet({ dataDir, clock, log });
  managers.take(live.current.keyManagers);
  live.onChange(({ keyManagers }) => managers.take(keyManagers));
  const metrics = new ProxyMetrics();
  const keyStores = new KeyStores(live, (keyStore) => backendOf(keyStore, { managers, version: options.version, log }), clock);
  const ended = (outcome: XksRequestOutcome): void => {
    metrics.count(outcome);
    logRequest(log, outcome);
  };
  const xks = xksServer({ keyStore: (uriPath) => keyStores.find(uriPath), clock, ended });
  const works = (): Promise<boolean> => managers.works();
  let certificate = await serverCertificate(dataDir, live.current.tls, clock);
  const faults = options.faults === true && new Faults({ dataDir, names: () => live.current.tls.names, clock, log });
  const listener = await TlsListener.start({
    host: options.host,
    port: options.port,
    tls: tlsOptions(certificate, live.current.tls),
    door: frontDoor({ xks, works, listener: () => listener, limit: () => live.current.requestsInFlight }),
    ...(faults && { respond: faults.respond, otherCertificate: faults.certificate }),
    ...(live.current.tls.clients && { clientSubjects: () => live.current.tls.clients?.subjects ?? [] }),
    refused: (reason, remoteAddress) => log.warn({ reason, remoteAddress }, "connection refused"),
    clock,
  });
  const observation =
    live.current.observation &&
    (await startObservation({
      ...live.current.observation,
      ping: pingDoor({ works, listener: () => listener }),
      metrics: async () =>
        metrics.text({ inFlight: listener.inFlight, certificateValidTo: certificate.validTo, keyManagers: await managers.instances() }),
    }));
  const renew = async (): Promise<void> => {
    const current = await serverCertificate(dataDir, live.current.tls, clock);
    if (current.certificatePem !== certificate.certificatePem) {
      log.info({ validTo: new Date(current.validTo).toISOString() }, "certificate taken");
    }
    certificate = current;
    listener.setCertificate(tlsOptions(current, live.current.tls));
  };
  const renewInBackground = (): void =>
    void renew().catch((error: unknown) => log.error({ reason: String(error) }, "the certificate cannot be renewed"));
  const renewal = clock.every(certificateLookMs, renewInBackground);
  live.onChange(renewInBackground);
  const onHangUp = (): void => void live.reload();
  process.on("SIGHUP", onHangUp);
  log.info({ host: options.host, port: listener.port, observationPort: observation?.port, dataDir }, "XKS proxy listening");
  return {
    port: listener.port,
    ...(observation && { observationPort: observation.port }),
    caPem: certificate.caPem,
    async close() {
      process.off("SIGHUP", onHangUp);
      renewal.cancel();
      await listener.close();
      await observation?.close();
      live.close();
      await managers.close();
    },
  };
}

function tlsOptions({ certificatePem, keyPem }: ServerCertificate, { clients }: TlsConfiguration): ServerOptions {
  const own = { cert: certificatePem, key: keyPem };
  return clients ? { ...own, ca: clients.caPem, requestCert: true, rejectUnauthorized: true } : own;
}
