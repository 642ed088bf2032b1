/**
 * The bundled XKS proxy: a TLS listener in front of the server side of the XKS Proxy API, which asks a key manager. State lies
 * in its data folder; configuration, credentials, keys and certificate change without a stop.
 */
import type { Clock } from "../lib/clock.ts";
import { xksServer } from "../xks/server.ts";
import { backendOf } from "./backend.ts";
import { currentServerCertificate, type ServerCertificate } from "./certificates.ts";
import { ensureConfiguration } from "./configuration-edits.ts";
import { Faults } from "./faults.ts";
import { frontDoor } from "./front-door.ts";
import { HealthCheck } from "./health-check.ts";
import { openSoftwareKeyManager } from "./key-managers/software.ts";
import { KeyStores } from "./key-stores.ts";
import { LiveConfiguration } from "./live-configuration.ts";
import type { ProxyLog } from "./log.ts";
import { makePrivateFolder } from "./private-files.ts";
import { logRequest } from "./request-log.ts";
import { TlsListener } from "./tls-listener.ts";

export { ProxyStartError } from "./start-error.ts";

const version = "0.1.0";
const certificateLookMs = 3_600_000;

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
  readonly clock: Clock;
  readonly log: ProxyLog;
}

export interface RunningProxy {
  readonly port: number;
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
  const manager = openSoftwareKeyManager(dataDir, { clock });
  const health = new HealthCheck(manager, clock);
  const keyStores = new KeyStores(live, () => backendOf({ manager, health, version }), clock);
  const xks = xksServer({ keyStore: (uriPath) => keyStores.find(uriPath), clock, ended: (outcome) => logRequest(log, outcome) });
  let certificate = await currentServerCertificate(dataDir, live.current.serverNames, clock);
  const listener = await TlsListener.start({
    host: options.host,
    port: options.port,
    tls: tlsOf(certificate),
    door: frontDoor({ xks, health, listener: () => listener, limit: () => live.current.requestsInFlight }),
    ...(options.faults === true && { respond: new Faults(dataDir, clock, log).respond }),
    clock,
  });
  const renew = async (): Promise<void> => {
    const current = await currentServerCertificate(dataDir, live.current.serverNames, clock);
    if (current.certificatePem === certificate.certificatePem) return;
    certificate = current;
    listener.setCertificate(tlsOf(current));
    log.info({ validTo: new Date(current.validTo).toISOString() }, "certificate renewed");
  };
  const renewInBackground = (): void =>
    void renew().catch((error: unknown) => log.error({ reason: String(error) }, "the certificate cannot be renewed"));
  const renewal = clock.every(certificateLookMs, renewInBackground);
  live.onChange(renewInBackground);
  const onHangUp = (): void => void live.reload();
  process.on("SIGHUP", onHangUp);
  log.info({ host: options.host, port: listener.port, dataDir }, "XKS proxy listening");
  return {
    port: listener.port,
    caPem: certificate.caPem,
    async close() {
      process.off("SIGHUP", onHangUp);
      renewal.cancel();
      await listener.close();
      live.close();
      health.close();
      await manager.close();
    },
  };
}

const tlsOf = ({ certificatePem, keyPem }: ServerCertificate) => ({ cert: certificatePem, key: keyPem });
