/**
 * The configuration file as it is now. Changes are taken without a stop: looked for twice a second, on SIGHUP, and whenever a
 * request names a path or access key that is not known, so that what a command has just written is good at once.
 */
import { statSync } from "node:fs";
import type { Clock, Timer } from "../lib/clock.ts";
import { type ProxyConfiguration, readConfiguration } from "./configuration.ts";
import type { ProxyLog } from "./log.ts";

const lookPeriodMs = 500;

export class LiveConfiguration {
  readonly #path: string;
  readonly #log: ProxyLog;
  readonly #timer: Timer;
  readonly #listeners: ((configuration: ProxyConfiguration) => void)[] = [];
  #current: ProxyConfiguration;
  #mark: string;

  /** @throws ProxyStartError if the file cannot be used now; later a broken file is logged and the last good one stays in force */
  constructor(path: string, clock: Clock, log: ProxyLog) {
    this.#path = path;
    this.#log = log;
    this.#mark = markOf(path);
    this.#current = readConfiguration(path);
    this.#timer = clock.every(lookPeriodMs, () => void this.look());
  }

  get current(): ProxyConfiguration {
    return this.#current;
  }

  onChange(listener: (configuration: ProxyConfiguration) => void): void {
    this.#listeners.push(listener);
  }

  /** Takes the file if it has changed. @returns whether it has */
  look(): boolean {
    const mark = markOf(this.#path);
    if (mark === this.#mark) return false;
    this.#mark = mark;
    return this.reload();
  }

  /** Takes the file, changed or not. */
  reload(): boolean {
    const before = this.#current;
    try {
      const configuration = readConfiguration(this.#path);
      this.#current = configuration;
      for (const listener of this.#listeners) listener(configuration);
    } catch (error) {
      this.#current = before;
      this.#log.error(
        { file: this.#path, reason: reasonOf(error) },
        "the configuration file cannot be used: the last good one stays in force",
      );
      return false;
    }
    this.#log.info({ file: this.#path, keyStores: this.#current.keyStores.map(({ uriPath }) => uriPath) }, "configuration taken");
    return true;
  }

  close(): void {
    this.#timer.cancel();
  }
}

function markOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : "absent";
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");
