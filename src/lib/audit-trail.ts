/**
 * The audit trail's files: JSON lines, appended in batches, rotated by size, the oldest file going first. Recording never
 * throws and never waits; what a full disk or a slow one keeps out is counted and the count is written as soon as it can be.
 */
import { appendFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Timer } from "./clock.ts";
import { LineBuffer, type Lines, linesOf } from "./text-lines.ts";

export interface AuditTrailOptions {
  readonly directory: string;
  readonly clock: Pick<Clock, "now" | "every">;
  /** A file is put aside when it has grown beyond this. Default 64 MB. */
  readonly maximumFileBytes?: number;
  /** Files kept beside the current one. Default 15: with the current one 1 GB. */
  readonly filesKept?: number;
  /** Called when lines could not be written; they are kept and tried again while memory's bound allows. */
  readonly onError: (error: unknown) => void;
}

/** The file that is being written. */
export const currentAuditFile = "audit.jsonl";
const writeEveryMs = 200;
/** Waiting to be written; beyond it lines are dropped. */
const maximumWaitingBytes = 16 * 1024 * 1024;

export class AuditTrail {
  readonly #options: Required<AuditTrailOptions>;
  readonly #beat: Timer;
  readonly #waiting = new LineBuffer();
  #dropped = 0;
  #writing: Promise<void> = Promise.resolve();
  #size: number | undefined;

  constructor(options: AuditTrailOptions) {
    this.#options = { maximumFileBytes: 64 * 1024 * 1024, filesKept: 15, ...options };
    this.#beat = options.clock.every(writeEveryMs, () => void this.flush());
  }

  /** Takes lines, each a JSON document; keeps a copy. */
  record(lines: Lines): void {
    if (this.#waiting.length + lines.bytes.length > maximumWaitingBytes) this.#dropped += lines.count;
    else this.#waiting.append(lines);
  }

  /** Writes what waits; resolves when it is written or could not be. */
  async flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** Writes what waits and ends. */
  async close(): Promise<void> {
    this.#beat.cancel();
    await this.flush();
  }

  async #write(): Promise<void> {
    if (this.#waiting.count === 0 && this.#dropped === 0) return;
    const [lines, dropped] = [this.#waiting.take(), this.#dropped];
    this.#dropped = 0;
    const note =
      dropped === 0
        ? []
        : [
            JSON.stringify({
              eventTime: new Date(this.#options.clock.now()).toISOString(),
              eventName: "AuditEventsDropped",
              count: dropped,
            }),
          ];
    try {
      await this.#append(Buffer.concat([linesOf(note).bytes, lines.bytes]));
    } catch (error) {
      // Put back before what came meanwhile.
      const meanwhile = this.#waiting.take();
      this.#waiting.append(lines);
      this.#waiting.append(meanwhile);
      this.#dropped += dropped;
      this.#size = undefined;
      this.#options.onError(error);
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { directory, maximumFileBytes } = this.#options;
    const file = join(directory, currentAuditFile);
    if (this.#size === undefined) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      this.#size = (await stat(file).catch(() => ({ size: 0 }))).size;
    }
    if (this.#size >= maximumFileBytes) await this.#rotate(file);
    await appendFile(file, bytes, { mode: 0o600 });
    this.#size += bytes.length;
  }

  /** Puts the current file aside under its time, and drops the oldest ones. */
  async #rotate(file: string): Promise<void> {
    const { directory, clock, filesKept } = this.#options;
    const aside = (await readdir(directory)).filter((name) => numberOf(name) > 0).sort((a, b) => numberOf(a) - numberOf(b));
    const time = new Date(clock.now()).toISOString().replaceAll(":", "");
    // A number behind the time keeps the order where the clock went back.
    const number = numberOf(aside.at(-1) ?? "") + 1;
    const name = `audit-${time}-${String(number).padStart(10, "0")}.jsonl`;
    await rename(file, join(directory, name));
    this.#size = 0;
    const all = [...aside, name];
    for (const old of all.slice(0, Math.max(0, all.length - filesKept))) await rm(join(directory, old), { force: true });
  }
}

/** The number of a file that was put aside; 0 for any other. */
function numberOf(name: string): number {
  return Number(/^audit-.*-(\d{10})\.jsonl$/.exec(name)?.[1] ?? 0);
}
