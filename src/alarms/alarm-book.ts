/**
 * All alarms and their states, held in memory and kept in the resource store. Every change goes through here: decided on what
 * is there, written whole (configuration, state, history, what is to be told) or not at all. One row of the store counts the
 * changes, so that several processes may hold the book: whoever is behind reads it again before it decides.
 */
import type { Clock } from "../lib/clock.ts";
import type { Alarm, AlarmHistoryItem, AlarmStatus } from "../model/alarm.ts";
import type { Delivery } from "../model/topic.ts";
import { type Change, ExpectationFailed, type ResourceStore } from "../store/resource-store.ts";

export interface AlarmEntry {
  readonly alarm: Alarm;
  readonly status: AlarmStatus;
}

/** By name. */
export type AlarmEntries = ReadonlyMap<string, AlarmEntry>;

/** What a change of the book consists of; absent members: nothing of the kind. */
export interface BookChange {
  /** Alarms made or replaced. */
  readonly put?: readonly AlarmEntry[];
  /** New states, by name. */
  readonly statuses?: ReadonlyMap<string, AlarmStatus>;
  /** Names. */
  readonly deleted?: readonly string[];
  readonly history?: readonly AlarmHistoryItem[];
  readonly deliveries?: readonly Delivery[];
  /** Other resources that change with it. */
  readonly further?: readonly Change[];
}

/** The setting that counts the book's changes. */
const counterId = "alarm-book";
const maximumAttempts = 20;

export class AlarmBook {
  readonly #resources: ResourceStore;
  readonly #newId: (at: number) => string;
  readonly #entries = new Map<string, AlarmEntry>();
  /** The counter's version that `#entries` stand for; undefined: nothing is read yet. */
  #version: number | "absent" | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ resources, clock }: { readonly resources: ResourceStore; readonly clock: Clock }) {
    this.#resources = resources;
    this.#newId = timeOrderedIds(clock);
  }

  /** All alarms as they stand now. The map is the book's own and changes with it. */
  async entries(): Promise<AlarmEntries> {
    return this.#alone(async () => {
      await this.#refresh();
      return this.#entries;
    });
  }

  /**
   * Decides on the alarms as they stand and writes what was decided, durably. `decide` may run more than once and must not
   * wait; undefined or an empty change writes nothing. Throws what `decide` throws.
   */
  async change(decide: (entries: AlarmEntries) => BookChange | undefined): Promise<void> {
    await this.#alone(async () => {
      for (let attempt = 1; ; attempt++) {
        await this.#refresh();
        const change = decide(this.#entries);
        const changes = change ? this.#changesOf(change) : [];
        if (!change || changes.length === 0) return;
        try {
          await this.#write(changes);
          this.#apply(change);
          return;
        } catch (error) {
          // Another process was first: read what it wrote, decide again.
          this.#version = undefined;
          if (!(error instanceof ExpectationFailed) || attempt >= maximumAttempts) throw error;
        }
      }
    });
  }

  /** One after the other, in the order of the calls. */
  async #alone<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(act, act);
    this.#last = mine.catch(() => undefined);
    return await mine;
  }

  async #refresh(): Promise<void> {
    const version = (await this.#resources.read("setting", counterId))?.version ?? "absent";
    if (version === this.#version) return;
    const [alarms, statuses] = await Promise.all([this.#resources.list("alarm"), this.#resources.list("alarm-status")]);
    const statusByName = new Map(statuses.map(({ id, value }) => [id, value]));
    this.#entries.clear();
    for (const { id, value: alarm } of alarms) {
      const status = statusByName.get(id);
      if (status) this.#entries.set(id, { alarm, status });
    }
    this.#version = version;
  }

  async #write(changes: readonly Change[]): Promise<void> {
    const expect = this.#version as number | "absent";
    await this.#resources.write([{ kind: "setting", id: counterId, value: { value: "" }, expect }, ...changes]);
    this.#version = (await this.#resources.read("setting", counterId))?.version;
  }

  #changesOf({ put = [], statuses = new Map(), deleted = [], history = [], deliveries = [], further = [] }: BookChange): Change[] {
    return [
      ...put.flatMap(({ alarm, status }): Change[] => [
        { kind: "alarm", id: alarm.name, value: alarm },
        { kind: "alarm-status", id: alarm.name, value: status },
      ]),
      ...[...statuses].map(([id, value]): Change => ({ kind: "alarm-status", id, value })),
      ...deleted.flatMap((id): Change[] => [
        { kind: "alarm", id, value: undefined },
        { kind: "alarm-status", id, value: undefined },
      ]),
      ...history.map((value): Change => ({ kind: "alarm-history", id: this.#newId(value.at), value })),
      ...deliveries.map((value): Change => ({ kind: "delivery", id: this.#newId(value.at), value })),
      ...further,
    ];
  }

  #apply({ put = [], statuses = new Map(), deleted = [] }: BookChange): void {
    for (const entry of put) this.#entries.set(entry.alarm.name, entry);
    for (const [name, status] of statuses) {
      const entry = this.#entries.get(name);
      if (entry) this.#entries.set(name, { alarm: entry.alarm, status });
    }
    for (const name of deleted) this.#entries.delete(name);
  }
}

/** Ids that sort by time: epoch ms in 15 digits, then the order of making within this process, then chance. */
export function timeOrderedIds(clock: Pick<Clock, "randomBytes">): (at: number) => string {
  let made = 0;
  return (at) => {
    made = (made + 1) % 1_000_000;
    return `${timePart(at)} ${String(made).padStart(6, "0")}${Buffer.from(clock.randomBytes(4)).toString("hex")}`;
  };
}

/** How the ids of a moment begin; epoch ms. */
export const timePart = (at: number): string => String(Math.max(0, Math.floor(at))).padStart(15, "0");
