/**
 * The data plane as a process: the one listener, cryptographic calls answered from the key directory, every call to any XKS
 * proxy, the recorder. It touches no disk. Everything else it hands on to the management plane.
 */
import type { AddressInfo } from "node:net";
import { createAuthenticate } from "../../aws/authentication.ts";
import { createDispatch, targetOf } from "../../aws/dispatch.ts";
import { createGuard } from "../../aws/guard.ts";
import { createCryptoContext, cryptoOperations } from "../../kms/crypto.ts";
import { MutableDirectory } from "../../kms/directory.ts";
import { dataPlaneOperationNames, kmsServiceDefinition } from "../../kms/operations.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { createXksClient } from "../../xks/client.ts";
import { type Configuration, trustedCas } from "../configuration.ts";
import { UsageError } from "../usage-error.ts";
import { startAuditCollector } from "./audit-collector.ts";
import { createHandOn } from "./hand-on.ts";
import { createListener } from "./listener.ts";
import { ManagementLink } from "./management-link.ts";
import { pathsIn } from "../data-directory.ts";
import type { RunningPlane } from "./plane-messages.ts";
import { ownFigures } from "./process-figures.ts";
import { startRecording } from "./recording.ts";
import { requestIds } from "./request-ids.ts";

/** The management plane is started first; it answers well within this. */
const firstDirectoryMs = 30_000;
const drainMs = 3000;
const settleEveryMs = 250;
const farewellMs = 1000;
/** How old its process figures at /metrics may be. */
const tellEveryMs = 5000;

export async function startDataPlane(configuration: Configuration, clock: Clock, log: Log): Promise<RunningPlane> {
  const paths = pathsIn(configuration.dataDirectory);
  const directory = new MutableDirectory({ region: configuration.region, accountId: configuration.accountId });
  const newRequestId = requestIds(clock);
  const own = ownFigures("data", clock);
  const recording = startRecording(clock, {
    sendBatch: (sequence, bytes) => link.sendBatch(sequence, bytes),
    sendInteractions: (interactions, dropped) => link.sendInteractions(interactions, dropped),
  });
  const xksClient = createXksClient({
    clock,
    onInteraction: (interaction) => recording.facts.interaction(interaction),
    trustedCa: trustedCas(configuration),
    timeoutMs: configuration.proxyTimeoutMs,
    region: configuration.region,
  });
  const link: ManagementLink = new ManagementLink({
    socketPath: paths.linkSocket,
    source: recording.source,
    directory,
    clock,
    xksClient,
    onReady() {
      recording.resend();
      link.sendFigures(own());
    },
    onAccepted: (sequence) => recording.accepted(sequence),
    onShares: (shares) => crypto.quota.settle(shares),
  });
  const crypto = createCryptoContext({
    directory,
    xksClient,
    facts: recording.facts,
    clock,
    vpcEndpointServices: configuration.vpcEndpointServices,
    dataPlanes: configuration.dataPlanes,
  });
  link.start();
  if (!(await link.whenReady(firstDirectoryMs))) throw new Error("the management plane sent no key directory");

  const audit = startAuditCollector({
    clock,
    region: configuration.region,
    newEventId: newRequestId,
    send: (lines) => link.sendAudit(lines),
  });
  const dispatch = createDispatch({
    services: [
      {
        ...kmsServiceDefinition,
        operations: cryptoOperations,
        context: crypto,
      },
    ],
    authenticate: createAuthenticate({ credentials: directory, accountId: configuration.accountId, mode: configuration.auth, clock }),
    newRequestId,
    log,
    audit: audit.record,
  });
  // One data plane has the whole quota; several settle their shares.
  const settling = configuration.dataPlanes > 1 ? clock.every(settleEveryMs, () => link.sendDemand(crypto.quota.takeDemand())) : undefined;
  const telling = clock.every(tellEveryMs, () => link.sendFigures(own()));
  const { handOn, close: closeHandOn } = createHandOn({
    socketPath: paths.managementSocket,
    whenManagementReady: (limitMs) => link.whenReady(limitMs),
    newRequestId,
  });
  const listener = createListener({
    configuration,
    clock,
    guard: createGuard({ allowedHosts: [configuration.host, ...configuration.allowedHosts] }),
    isCryptographic: (headers) => isOfDataPlane(targetOf(headers)),
    door: dispatch,
    handOn,
  });
  const { server } = listener;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, configuration)));
    server.listen(configuration.port, configuration.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await listener.drain(drainMs);
      recording.stop();
      audit.stop();
      settling?.cancel();
      telling.cancel();
      await link.close(farewellMs);
      closeHandOn();
      await xksClient.close();
    },
  };
}

function isOfDataPlane(target: string | undefined): boolean {
  const prefix = kmsServiceDefinition.targetPrefix.length + 1;
  return target?.startsWith(`${kmsServiceDefinition.targetPrefix}.`) === true && dataPlaneOperationNames.has(target.slice(prefix));
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Configuration): Error {
  switch (error.code) {
    case "EADDRINUSE":
      return new UsageError(`--port: ${port} on ${host} is in use; stop what listens there or choose another port`);
    case "EACCES":
      return new UsageError(`--port: this user may not listen on ${port}; choose a port from 1024 on`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new UsageError(`--host: ${host} is no address of this machine; choose one that is, or 0.0.0.0 for all`);
    default:
      return error;
  }
}
