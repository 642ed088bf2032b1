/**
 * The plane link: what the two planes say to each other over a Unix socket in the data folder, and how it is framed.
 * Messages are structured clones (bytes stay bytes) behind a length; both ends are the same build.
 */
import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";
import type { CallPurpose } from "../../kms/data-planes.ts";
import type { DirectoryChange } from "../../kms/directory.ts";
import type { Lines } from "../../lib/text-lines.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { Interaction, InteractionFailure } from "../../model/interaction.ts";
import type { UnreachableReason } from "../../model/xks-failures.ts";
import type { HealthAnswer, KeyMetadataAnswer, XksTarget } from "../../xks/calls.ts";

import type { ProcessFigures } from "./process-figures.ts";
import type { Demand, Shares } from "./quota-shares.ts";

/** A call of a proxy that the management plane asks a data plane to make. */
export type ProxyCall =
  | { readonly method: "getHealthStatus"; readonly target: XksTarget; readonly purpose: CallPurpose }
  | { readonly method: "getKeyMetadata"; readonly target: XksTarget; readonly externalKeyId: string; readonly purpose: CallPurpose };

/** An XksError as plain data. */
export interface ProxyFailure {
  readonly failure: InteractionFailure;
  readonly reason?: UnreachableReason;
  readonly certificate?: Certificate;
}

/** What a data plane says. */
export type FromDataPlane =
  | { readonly type: "hello"; readonly source: string }
  /** All changes up to this version are applied. */
  | { readonly type: "applied"; readonly version: number }
  | { readonly type: "answer"; readonly id: number; readonly answer: HealthAnswer | KeyMetadataAnswer }
  | { readonly type: "failed"; readonly id: number; readonly failure: ProxyFailure | string }
  /** A packed batch of metrics; kept by the data plane until it is accepted. */
  | { readonly type: "batch"; readonly source: string; readonly sequence: number; readonly bytes: Uint8Array }
  /** Interactions to keep; not repeated when lost. */
  | { readonly type: "interactions"; readonly interactions: readonly Interaction[]; readonly dropped: number }
  /** Lines of the audit trail, in order; not repeated when lost. */
  | { readonly type: "audit"; readonly lines: Lines }
  /** What clients asked of each key store's quota since the last time: sent where several data planes serve. */
  | { readonly type: "demand"; readonly demand: Demand }
  /** What its process takes of the machine. */
  | { readonly type: "figures"; readonly figures: ProcessFigures }
  /** Everything was sent: the data plane is about to end. */
  | { readonly type: "bye" };

/** What the management plane says. */
export type FromManagement =
  | { readonly type: "snapshot"; readonly version: number; readonly changes: readonly DirectoryChange[] }
  | { readonly type: "changes"; readonly version: number; readonly changes: readonly DirectoryChange[] }
  | { readonly type: "call"; readonly id: number; readonly call: ProxyCall }
  /** Which part of each key store's quota this data plane may use. */
  | { readonly type: "shares"; readonly shares: Shares }
  /** The batch with this sequence is in the metric store. */
  | { readonly type: "accepted"; readonly sequence: number };

const lengthBytes = 4;
/** A frame beyond this is a broken peer: 100,000 keys in a snapshot stay well below. */
const maximumFrameBytes = 512 * 1024 * 1024;

/** Sent and not yet taken by the other side. */
const congestedBytes = 16 * 1024 * 1024;

/** One end of a link. Sent messages arrive whole and in order; a broken frame ends the socket. */
export class LinkEnd<Sent, Received> {
  readonly #socket: Socket;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #needed = lengthBytes;
  #inBody = false;

  constructor(socket: Socket, onMessage: (message: Received) => void) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      try {
        this.#take(chunk, onMessage);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  }

  /** Whether messages still go out. */
  get open(): boolean {
    return this.#socket.writable;
  }

  /** Whether the other side does not take what is sent: more would only pile up here. */
  get congested(): boolean {
    return this.#socket.writableLength > congestedBytes;
  }

  send(message: Sent): void {
    if (!this.#socket.writable) return;
    const body = serialize(message);
    const head = Buffer.allocUnsafe(lengthBytes);
    head.writeUInt32BE(body.length);
    this.#socket.cork();
    this.#socket.write(head);
    this.#socket.write(body);
    this.#socket.uncork();
  }

  /** Ends after everything sent has left. */
  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer, onMessage: (message: Received) => void): void {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    while (this.#pendingBytes >= this.#needed) {
      const whole = this.#pending.length === 1 ? (this.#pending[0] as Buffer) : Buffer.concat(this.#pending);
      const part = whole.subarray(0, this.#needed);
      const rest = whole.subarray(this.#needed);
      this.#pending = rest.length > 0 ? [rest] : [];
      this.#pendingBytes = rest.length;
      if (this.#inBody) {
        this.#inBody = false;
        this.#needed = lengthBytes;
        onMessage(deserialize(part) as Received);
      } else {
        this.#needed = part.readUInt32BE();
        if (this.#needed > maximumFrameBytes) throw new Error(`a frame of ${this.#needed} bytes on the plane link`);
        this.#inBody = true;
      }
    }
  }
}
