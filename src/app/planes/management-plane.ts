/**
 * The management plane as a process: takes what the data planes gathered and hand on, over Unix sockets in the data folder.
 * It runs at a lower priority than the data plane: cryptographic calls come first.
 */
import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { setPriority } from "node:os";
import { startKeyStoreLife } from "../../kms/management.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Door } from "../../lib/door.ts";
import type { Log } from "../../lib/log.ts";
import { unpackBatch } from "../../recorder/batch.ts";
import type { Configuration } from "../configuration.ts";
import { DataPlaneHub } from "./data-plane-hub.ts";
import { answerWith } from "./http-door.ts";
import { drain } from "./listener.ts";
import { createManagement, openState } from "./management.ts";
import { mergeInOrder } from "./merge-in-order.ts";
import { pathsIn } from "../data-directory.ts";
import type { RunningPlane } from "./plane-messages.ts";
import { startRecommending } from "./recommending.ts";
import { type Recording, startRecording } from "./recording.ts";

/** Lower than the data plane's 0: a query over a year must not take its processor. */
const niceness = 10;
const expireEveryMs = 10 * 60_000;

export async function startManagementPlane(configuration: Configuration, clock: Clock, log: Log): Promise<RunningPlane> {
  setPriority(niceness);
  const paths = pathsIn(configuration.dataDirectory);
  const { stores, directory } = await openState(configuration, clock, log);
  const { metrics, interactions } = stores;
  const hub = new DataPlaneHub({
    directory,
    clock,
    mergeBatch: (bytes, source) => metrics.merge(unpackBatch(bytes), source),
    keepInteractions: (kept, dropped) => {
      if (dropped > 0) log.warn({ dropped }, "interactions were dropped: a data plane had more than it may keep waiting");
      return interactions.append(kept);
    },
    keepAudit: (lines) => stores.audit.record(lines),
    onError: (error) => log.error({ err: error }, "what a data plane sent could not be kept"),
  });
  // Health checks are facts of this plane; they take the way of all facts, but for the link.
  const mergeOwn = mergeInOrder({
    clock,
    merge: (bytes, source) => metrics.merge(unpackBatch(bytes), source),
    onMerged: ({ sequence }) => recording.accepted(sequence),
    onError: (error) => log.error({ err: error }, "a health check's metrics could not be kept; they are tried again"),
  });
  const recording: Recording = startRecording(clock, {
    sendBatch: (sequence, bytes, source) => mergeOwn(bytes, { id: source, sequence }),
    sendInteractions: () => true,
  });
  const management = await createManagement({
    configuration,
    clock,
    log,
    facts: recording.facts,
    stores,
    directory,
    dataPlanes: hub,
    dataPlaneFigures: () => hub.figures(),
  });
  await hub.listen(paths.linkSocket);
  const servers = [await listen(paths.managementSocket, management.door), await listen(paths.adminSocket, management.administratorDoor)];
  const life = startKeyStoreLife(management.context);
  management.alarming.start();
  const recommending = await startRecommending(configuration, clock, log, management);
  const expiring = clock.every(expireEveryMs, () => {
    const now = clock.now();
    Promise.all([metrics.expire(Math.floor(now / 1000)), interactions.expire(now)]).catch((error: unknown) =>
      log.error({ err: error }, "old data could not be dropped"),
    );
  });
  return {
    async stop() {
      expiring.cancel();
      life.stop();
      await recommending?.stop();
      await hub.close();
      await Promise.all(servers.map((server) => drain(server, 1000)));
      recording.stop();
      await management.close();
    },
  };
}

/** Serves a door on a Unix socket that only this user may open. */
async function listen(socketPath: string, door: Door): Promise<Server> {
  rmSync(socketPath, { force: true });
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (incoming, outgoing) => answerWith(door, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  chmodSync(socketPath, 0o600);
  return server;
}
