/**
 * A data plane's end of the plane link: keeps the key directory up to date, makes calls of proxies for the management plane,
 * sends what the recorder gathered. When the management plane is away it goes on trying; crypto goes on from the snapshot.
 */
import { connect, type Socket } from "node:net";
import type { Clock } from "../../lib/clock.ts";
import type { MutableDirectory } from "../../kms/directory.ts";
import type { Lines } from "../../lib/text-lines.ts";
import type { Interaction } from "../../model/interaction.ts";
import { type HealthAnswer, type KeyMetadataAnswer, type XksClient, XksError } from "../../xks/calls.ts";
import type { ProcessFigures } from "./process-figures.ts";
import type { Demand, Shares } from "./quota-shares.ts";
import { type FromDataPlane, type FromManagement, LinkEnd, type ProxyCall, type ProxyFailure } from "./link.ts";

const reconnectMs = 50;

export interface LinkOptions {
  readonly socketPath: string;
  /** Names this life of this data plane; batches are told apart by it. */
  readonly source: string;
  readonly directory: MutableDirectory;
  readonly clock: Clock;
  readonly xksClient: XksClient;
  /** The link stands and the directory is whole; unaccepted batches may be sent (again). */
  onReady(): void;
  /** The batch is in the metric store. */
  onAccepted(sequence: number): void;
  /** Which part of each key store's quota may be used here. */
  onShares(shares: Shares): void;
}

export class ManagementLink {
  readonly #options: LinkOptions;
  #end: LinkEnd<FromDataPlane, FromManagement> | undefined;
  #ready = false;
  #closed = false;
  #readyWaiters = new Set<() => void>();
  #onClosed: (() => void) | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Whether the management plane is there and the directory is its. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Starts connecting, and connects again whenever the link breaks. */
  start(): void {
    const socket = connect(this.#options.socketPath);
    socket.on("error", () => {});
    socket.on("connect", () => this.#greet(socket));
    socket.on("close", () => {
      this.#ready = false;
      this.#end = undefined;
      if (this.#closed) this.#onClosed?.();
      else this.#options.clock.after(reconnectMs, () => this.start());
    });
  }

  /** Resolves when the management plane is there, or with false after `limitMs`. */
  async whenReady(limitMs: number): Promise<boolean> {
    if (this.#ready) return true;
    return new Promise((resolve) => {
      const waiter = (): void => {
        timer.cancel();
        this.#readyWaiters.delete(waiter);
        resolve(this.#ready);
      };
      const timer = this.#options.clock.after(limitMs, waiter);
      this.#readyWaiters.add(waiter);
    });
  }

  /** Sends a batch if the link stands; the outbox keeps it until it is accepted. */
  sendBatch(sequence: number, bytes: Uint8Array): void {
    if (this.#ready) this.#end?.send({ type: "batch", source: this.#options.source, sequence, bytes });
  }

  /** @returns whether they went out */
  sendInteractions(interactions: readonly Interaction[], dropped: number): boolean {
    if (!this.#ready || !this.#end || this.#end.congested) return false;
    this.#end.send({ type: "interactions", interactions, dropped });
    return true;
  }

  /** @returns whether they went out */
  sendAudit(lines: Lines): boolean {
    if (!this.#ready || !this.#end || this.#end.congested) return false;
    this.#end.send({ type: "audit", lines });
    return true;
  }

  /** Tells what clients asked of the quotas, so that shares are settled. */
  sendDemand(demand: Demand): void {
    if (this.#ready) this.#end?.send({ type: "demand", demand });
  }

  /** Tells what this process takes of the machine. */
  sendFigures(figures: ProcessFigures): void {
    if (this.#ready) this.#end?.send({ type: "figures", figures });
  }

  /** Says good-bye and resolves when the management plane has kept everything sent, or after `limitMs`. */
  async close(limitMs: number): Promise<void> {
    this.#closed = true;
    const end = this.#end;
    if (!end) return;
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.after(limitMs, resolve);
      this.#onClosed = () => {
        timer.cancel();
        resolve();
      };
      end.send({ type: "bye" });
    });
    end.destroy();
  }

  #greet(socket: Socket): void {
    const end = new LinkEnd<FromDataPlane, FromManagement>(socket, (message) => this.#take(end, message));
    this.#end = end;
    end.send({ type: "hello", source: this.#options.source });
  }

  #take(end: LinkEnd<FromDataPlane, FromManagement>, message: FromManagement): void {
    switch (message.type) {
      case "snapshot":
        this.#options.directory.replace(message.changes);
        end.send({ type: "applied", version: message.version });
        this.#ready = true;
        for (const waiter of this.#readyWaiters) waiter();
        this.#options.onReady();
        return;
      case "changes":
        this.#options.directory.apply(message.changes);
        end.send({ type: "applied", version: message.version });
        return;
      case "call":
        this.#makeCall(message.call).then(
          (answer) => end.send({ type: "answer", id: message.id, answer }),
          (error: unknown) => end.send({ type: "failed", id: message.id, failure: failureOf(error) }),
        );
        return;
      case "shares":
        this.#options.onShares(message.shares);
        return;
      case "accepted":
        this.#options.onAccepted(message.sequence);
    }
  }

  async #makeCall(call: ProxyCall): Promise<HealthAnswer | KeyMetadataAnswer> {
    const { kmsOperation, kmsRequestId, callerArn } = call.purpose;
    const metadata = { kmsOperation, kmsRequestId, ...(callerArn !== undefined && { awsPrincipalArn: callerArn }) };
    if (call.method === "getHealthStatus") return this.#options.xksClient.getHealthStatus(call.target, metadata);
    return this.#options.xksClient.getKeyMetadata(call.target, call.externalKeyId, metadata);
  }
}

function failureOf(error: unknown): ProxyFailure | string {
  if (!(error instanceof XksError)) return String(error);
  return {
    failure: error.failure,
    ...(error.reason && { reason: error.reason }),
    ...(error.certificate && { certificate: error.certificate }),
  };
}
