/**
 * The supervisor: starts the planes (and the bundled proxy), restarts what dies, stops all cleanly. It serves nothing and
 * holds no state, so there is little in it that could fail.
 */
import { type ChildProcess, fork } from "node:child_process";
import cluster, { type Worker } from "node:cluster";
import type { Log } from "../lib/log.ts";
import type { Configuration } from "./configuration.ts";
import { planeEntry } from "./places.ts";
import type { FromPlane, FromSupervisor, PlaneName } from "./planes/plane-messages.ts";
import { UsageError } from "./usage-error.ts";

/** A process under the supervisor, whichever way it was started. */
interface Child {
  readonly pid: number | undefined;
  send(message: FromSupervisor): void;
  kill(signal: NodeJS.Signals): void;
  onMessage(take: (message: FromPlane) => void): void;
  onExit(act: (code: number | null, signal: string | null) => void): void;
}

/** Short-lived objects of thousands of calls a second die young in a nursery of this size (MB), without being copied on. */
const youngGeneration = "--max-semi-space-size=32";

/** Restart pauses: at once, then longer up to this; reset after a minute of life. */
const longestPauseMs = 5000;
const stopLimitMs = 4700;

export class Supervisor {
  readonly #log: Log;
  readonly #wards: Ward[] = [];
  #stopping = false;

  constructor(log: Log) {
    this.#log = log;
    // Workers accept for themselves: no hop through this process on the crypto path.
    cluster.schedulingPolicy = cluster.SCHED_NONE;
    cluster.setupPrimary({ exec: planeEntry, args: ["data-plane"], execArgv: [...process.execArgv, youngGeneration] });
  }

  /** Starts one process of a kind and resolves with the port it serves, when it is ready. @throws UsageError if it refuses */
  async start(plane: PlaneName, configuration: Configuration): Promise<number | undefined> {
    const ward = new Ward(
      plane,
      plane === "data-plane" ? startInCluster : () => startAlone(plane),
      configuration,
      this.#log,
      () => this.#stopping,
    );
    this.#wards.push(ward);
    return ward.start();
  }

  /** Process ids by plane, for messages and tests. */
  get processes(): readonly { readonly plane: PlaneName; readonly pid: number | undefined }[] {
    return this.#wards.map((ward) => ({ plane: ward.plane, pid: ward.pid }));
  }

  /** Stops the data planes, then the management plane, then the proxy; within five seconds whatever happens. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const emergency = setTimeout(() => {
      for (const ward of this.#wards) ward.kill();
    }, stopLimitMs);
    for (const plane of ["data-plane", "management-plane", "proxy"] as const) {
      await Promise.all(this.#wards.filter((ward) => ward.plane === plane).map((ward) => ward.stop()));
    }
    clearTimeout(emergency);
  }
}

/** One process and its lives. */
class Ward {
  readonly plane: PlaneName;
  readonly #fork: () => Child;
  readonly #configuration: Configuration;
  readonly #log: Log;
  readonly #isStopping: () => boolean;
  #child: Child | undefined;
  #gone: Promise<void> = Promise.resolve();
  #pauseMs = 0;

  constructor(plane: PlaneName, start: () => Child, configuration: Configuration, log: Log, isStopping: () => boolean) {
    this.plane = plane;
    this.#fork = start;
    this.#configuration = configuration;
    this.#log = log;
    this.#isStopping = isStopping;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<number | undefined> {
    return new Promise((resolve, reject) => this.#live({ onReady: resolve, onRefused: reject }));
  }

  async stop(): Promise<void> {
    this.#child?.send({ type: "stop" });
    await this.#gone;
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  /**
   * One life. The first one's outcome is told, and a refusal in it is the last word: the fault is in what was asked for. Later
   * ones are logged and followed by another, since what hinders them now (a full disk, a port in use) may pass.
   */
  #live(first?: { onReady(port: number | undefined): void; onRefused(error: Error): void }): void {
    const child = this.#fork();
    this.#child = child;
    const bornAt = performance.now();
    let refusal: string | undefined;
    let ready = false;
    child.onMessage((message) => {
      if (message.type === "waiting") child.send({ type: "start", configuration: this.#configuration });
      else if (message.type === "refused") refusal = message.message;
      else {
        ready = true;
        first?.onReady(message.port);
      }
    });
    this.#gone = new Promise((resolve) => {
      child.onExit((code, signal) => {
        this.#child = undefined;
        resolve();
        if (this.#isStopping()) return;
        const error =
          refusal === undefined ? new Error(`the ${this.plane} ended with ${signal ?? `status ${code}`}`) : new UsageError(refusal);
        if (!ready) first?.onRefused(error);
        if (first && !ready && refusal !== undefined) return;
        if (!first && !ready) this.#log.error({ err: error }, `the ${this.plane} did not start again`);
        this.#log.error({ plane: this.plane, code, signal }, `the ${this.plane} ended; it is started again`);
        if (performance.now() - bornAt > 60_000) this.#pauseMs = 0;
        setTimeout(() => {
          if (!this.#isStopping()) this.#live();
        }, this.#pauseMs);
        this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2 || 100);
      });
    });
  }
}

function startAlone(plane: PlaneName): Child {
  const child: ChildProcess = fork(planeEntry, [plane], { serialization: "advanced" });
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message)),
    kill: (signal) => void child.kill(signal),
    onMessage: (take) => void child.on("message", (message) => take(message as FromPlane)),
    onExit: (act) => void child.on("exit", act),
  };
}

function startInCluster(): Child {
  const worker: Worker = cluster.fork();
  return {
    pid: worker.process.pid,
    send: (message) => void (worker.isConnected() && worker.send(message)),
    kill: (signal) => void worker.process.kill(signal),
    onMessage: (take) => void worker.on("message", (message) => take(message as FromPlane)),
    onExit: (act) => void worker.on("exit", act),
  };
}
