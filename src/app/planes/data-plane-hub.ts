/**
 * The management plane's end of the plane link: sends the directory and its changes to every data plane, has calls of
 * proxies made there, takes their batches of metrics and their interactions.
 */
import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Lines } from "../../lib/text-lines.ts";
import { type CallPurpose, type DataPlanes, NoDataPlane } from "../../kms/data-planes.ts";
import type { DirectoryChange, MutableDirectory } from "../../kms/directory.ts";
import type { Interaction } from "../../model/interaction.ts";
import type { BatchSource } from "../../store/metric-store.ts";
import { type HealthAnswer, type KeyMetadataAnswer, XksError, type XksTarget } from "../../xks/calls.ts";
import type { ProcessFigures } from "./process-figures.ts";
import { type Demand, settleShares } from "./quota-shares.ts";
import { type FromDataPlane, type FromManagement, LinkEnd, type ProxyCall, type ProxyFailure } from "./link.ts";

/** How long a writer waits for a data plane to apply a change before that plane is cut off. */
const applyLimitMs = 2000;
/** How long a call of a proxy waits for a data plane to be there. */
const planeWaitMs = 3000;
/** How long a data plane may take for one call of a proxy: two attempts and their connections, generously. */
const callLimitMs = 10_000;

export interface HubOptions {
  readonly directory: MutableDirectory;
  readonly clock: Clock;
  /** Puts a batch into the metric store; resolves when it is safe there. */
  mergeBatch(bytes: Uint8Array, source: BatchSource): Promise<void>;
  keepInteractions(interactions: readonly Interaction[], dropped: number): Promise<void>;
  /** Takes lines of the audit trail; never throws. */
  keepAudit(lines: Lines): void;
  /** A batch could not be kept: the plane is cut off and will send it again. Or interactions could not: those are lost. */
  onError(error: unknown): void;
}

interface Plane {
  readonly end: LinkEnd<FromManagement, FromDataPlane>;
  applied: number;
  /** What its clients asked for last. */
  demand: Demand;
  /** Absent until it told them. */
  figures?: ProcessFigures;
  /** Batches are merged one after the other, so that sequences arrive in order. */
  merging: Promise<void>;
  /** A batch could not be merged. A later one must not be: the store would take the first, sent again, for known. */
  failed: boolean;
}

interface PendingCall {
  readonly plane: Plane;
  readonly timer: Timer;
  resolve(answer: HealthAnswer | KeyMetadataAnswer): void;
  reject(error: Error): void;
}

export class DataPlaneHub implements DataPlanes {
  readonly #options: HubOptions;
  readonly #server: Server;
  readonly #planes = new Set<Plane>();
  readonly #calls = new Map<number, PendingCall>();
  #appliedWaiters = new Set<() => void>();
  #planeWaiters = new Set<() => void>();
  #version = 0;
  #nextCall = 1;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  /** Listens on a Unix socket that only this user may open; what an earlier process left there goes. */
  async listen(socketPath: string): Promise<void> {
    rmSync(socketPath, { force: true });
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(socketPath, resolve);
    });
    chmodSync(socketPath, 0o600);
  }

  async publish(changes: readonly DirectoryChange[]): Promise<void> {
    if (changes.length === 0) return;
    const version = ++this.#version;
    for (const plane of this.#planes) plane.end.send({ type: "changes", version, changes });
    await this.#allApplied(version);
  }

  async getHealthStatus(target: XksTarget, purpose: CallPurpose): Promise<HealthAnswer> {
    return (await this.#call({ method: "getHealthStatus", target, purpose })) as HealthAnswer;
  }

  async getKeyMetadata(target: XksTarget, externalKeyId: string, purpose: CallPurpose): Promise<KeyMetadataAnswer> {
    return (await this.#call({ method: "getKeyMetadata", target, externalKeyId, purpose })) as KeyMetadataAnswer;
  }

  /** What the planes that are there said last of their processes. */
  figures(): ProcessFigures[] {
    return [...this.#planes].flatMap(({ figures }) => figures ?? []);
  }

  /** Waits until what the planes have sent so far is kept, then closes. */
  async close(): Promise<void> {
    await Promise.all([...this.#planes].map((plane) => plane.merging));
    for (const plane of this.#planes) plane.end.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #welcome(socket: Socket): void {
    const plane: Plane = {
      end: new LinkEnd<FromManagement, FromDataPlane>(socket, (message) => this.#take(plane, message)),
      applied: 0,
      demand: {},
      merging: Promise.resolve(),
      failed: false,
    };
    socket.on("error", () => {});
    socket.on("close", () => this.#lose(plane));
  }

  #take(plane: Plane, message: FromDataPlane): void {
    switch (message.type) {
      case "hello":
        this.#planes.add(plane);
        plane.end.send({ type: "snapshot", version: this.#version, changes: [...this.#options.directory.snapshot()] });
        return;
      case "applied":
        plane.applied = message.version;
        for (const waiter of this.#appliedWaiters) waiter();
        for (const waiter of this.#planeWaiters) waiter();
        return;
      case "answer":
        this.#settle(message.id, (call) => call.resolve(message.answer));
        return;
      case "failed":
        this.#settle(message.id, (call) => call.reject(errorOf(message.failure)));
        return;
      case "batch":
        this.#merge(plane, message.bytes, { id: message.source, sequence: message.sequence });
        return;
      case "interactions":
        this.#options.keepInteractions(message.interactions, message.dropped).catch((error) => this.#options.onError(error));
        return;
      case "audit":
        this.#options.keepAudit(message.lines);
        return;
      case "demand":
        plane.demand = message.demand;
        this.#settleQuota();
        return;
      case "figures":
        plane.figures = message.figures;
        return;
      case "bye":
        // Answered by closing once all that came before it is safe.
        void plane.merging.then(() => plane.end.end());
    }
  }

  #merge(plane: Plane, bytes: Uint8Array, source: BatchSource): void {
    plane.merging = plane.merging.then(async () => {
      if (plane.failed) return;
      try {
        await this.#options.mergeBatch(bytes, source);
        plane.end.send({ type: "accepted", sequence: source.sequence });
      } catch (error) {
        plane.failed = true;
        this.#options.onError(error);
        plane.end.destroy();
      }
    });
  }

  #settleQuota(): void {
    const planes = [...this.#planes];
    const shares = settleShares(planes.map((plane) => plane.demand));
    for (const [index, plane] of planes.entries()) plane.end.send({ type: "shares", shares: shares[index] ?? {} });
  }

  async #call(call: ProxyCall): Promise<HealthAnswer | KeyMetadataAnswer> {
    const plane = await this.#anyPlane();
    const id = this.#nextCall++;
    return new Promise((resolve, reject) => {
      const timer = this.#options.clock.after(callLimitMs, () => this.#settle(id, (pending) => pending.reject(new NoDataPlane())));
      this.#calls.set(id, { plane, timer, resolve, reject });
      plane.end.send({ type: "call", id, call });
    });
  }

  /** A plane that is there, else the first that comes within the wait and has its directory. */
  async #anyPlane(): Promise<Plane> {
    const ready = (): Plane | undefined => [...this.#planes].find((plane) => plane.end.open);
    const first = ready();
    if (first) return first;
    await new Promise<void>((resolve) => {
      const waiter = (): void => {
        timer.cancel();
        this.#planeWaiters.delete(waiter);
        resolve();
      };
      const timer = this.#options.clock.after(planeWaitMs, waiter);
      this.#planeWaiters.add(waiter);
    });
    const later = ready();
    if (!later) throw new NoDataPlane();
    return later;
  }

  async #allApplied(version: number): Promise<void> {
    const behind = (): Plane[] => [...this.#planes].filter((plane) => plane.applied < version);
    if (behind().length === 0) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        timer.cancel();
        this.#appliedWaiters.delete(waiter);
        resolve();
      };
      const waiter = (): void => {
        if (behind().length === 0) finish();
      };
      const timer = this.#options.clock.after(applyLimitMs, () => {
        for (const plane of behind()) plane.end.destroy();
        finish();
      });
      this.#appliedWaiters.add(waiter);
    });
  }

  #settle(id: number, act: (call: PendingCall) => void): void {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    call.timer.cancel();
    act(call);
  }

  #lose(plane: Plane): void {
    this.#planes.delete(plane);
    for (const [id, call] of this.#calls) {
      if (call.plane === plane) this.#settle(id, (pending) => pending.reject(new NoDataPlane()));
    }
    for (const waiter of this.#appliedWaiters) waiter();
  }
}

function errorOf(failure: ProxyFailure | string): Error {
  return typeof failure === "string" ? new Error(failure) : new XksError(failure.failure, failure.reason, failure.certificate);
}
