/**
 * The engine: evaluates alarms as the clock passes the ends of their periods, each moment once and in order, also those that a
 * restart or a slow store delayed. What it decides is written together with history and deliveries by the book.
 *
 * A jump of the wall clock and the time in which nothing ran are *unobserved*: that no data came from them says nothing, so
 * they neither raise nor resolve an alarm.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { AlarmStatus } from "../model/alarm.ts";
import type { MetricStore } from "../store/metric-store.ts";
import type { ResourceStore } from "../store/resource-store.ts";
import type { AlarmBook, AlarmEntries, AlarmEntry, BookChange } from "./alarm-book.ts";
import { timePart } from "./alarm-book.ts";
import { evaluateRound, isDue, slideSeconds, type Unobserved } from "./round.ts";
import { endedSuppressions, type TransitionContext, transitionsOf } from "./transitions.ts";
import { newUuid } from "../lib/uuid.ts";

export interface EngineParts {
  readonly book: AlarmBook;
  readonly metrics: MetricStore;
  readonly resources: ResourceStore;
  readonly clock: Clock;
  readonly log: Pick<Log, "error">;
  readonly installation: TransitionContext["installation"];
  /** Is called after deliveries may have been queued. */
  readonly onDeliveries?: () => void;
}

/** A period's last second is on its way for so long: recorded at the end of its second, sent, merged. */
const settleMs = 1400;
const lookEveryMs = 250;
const grain = 10;
/** Wall and monotonic time may drift apart by so much between two looks before it is a jump. */
const jumpMs = 5000;
/** After a longer stop only the last of the missed moments are made up for. */
const maximumCatchUpSeconds = 3600;
const historyKeptMs = 30 * 86_400_000;
const tidyEveryMs = 3_600_000;
/** So many new states go into one write: more would hold the loop for long. */
const writtenTogether = 250;
/** How long the loop may be held before others have a turn. */
const heldMs = 8;
const evaluatedToId = "alarms-evaluated-to";

export class AlarmEngine {
  readonly #parts: EngineParts;
  /** End of the last moment that was evaluated, epoch seconds; undefined: not read yet. */
  #evaluatedTo: number | undefined;
  #unobserved: Unobserved[] = [];
  #lastLook: { readonly wall: number; readonly monotonic: number } | undefined;
  /** The configurations that have been evaluated once, by name. */
  readonly #seen = new Map<string, number>();
  #running: Promise<void> | undefined;
  #stopTimers: () => void = () => undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock } = this.#parts;
    const looking = clock.every(lookEveryMs, () => void this.look());
    const tidying = clock.every(tidyEveryMs, () => void this.#guarded(() => this.#tidy()));
    this.#stopTimers = () => {
      looking.cancel();
      tidying.cancel();
    };
  }

  /** Does what is due; joins in where it is being done already. Never rejects. */
  async look(): Promise<void> {
    this.#running ??= this.#guarded(() => this.#catchUp()).finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Resolves when what is being evaluated has been written. */
  async stop(): Promise<void> {
    this.#stopTimers();
    await this.#running;
  }

  async #guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#parts.log.error({ err: error }, "alarms could not be evaluated; it is tried again");
    }
  }

  async #catchUp(): Promise<void> {
    const { clock } = this.#parts;
    const wall = clock.now();
    const newest = Math.floor((wall - settleMs) / 1000 / grain) * grain;
    this.#evaluatedTo ??= await this.#begin(newest);
    this.#noticeJump(wall, newest);
    for (let end = this.#evaluatedTo + grain; end <= newest; end += grain) {
      await this.#evaluate(end);
      this.#evaluatedTo = end;
    }
    await this.#evaluateFresh(newest);
  }

  /** Where to go on after a start. */
  async #begin(newest: number): Promise<number> {
    const stored = Number((await this.#parts.resources.read("setting", evaluatedToId))?.value.value ?? Number.NaN);
    if (!Number.isFinite(stored) || stored > newest) return newest;
    if (newest - stored > grain) this.#unobserved.push({ from: stored, to: newest + grain });
    return Math.max(stored, newest - maximumCatchUpSeconds);
  }

  #noticeJump(wall: number, newest: number): void {
    const monotonic = this.#parts.clock.monotonic();
    const last = this.#lastLook;
    this.#lastLook = { wall, monotonic };
    const jumped = last ? wall - last.wall - (monotonic - last.monotonic) : 0;
    if (last && Math.abs(jumped) > jumpMs) {
      const from = Math.floor(Math.min(last.wall, wall) / 1000);
      this.#unobserved.push({ from, to: Math.ceil(Math.max(last.wall, wall) / 1000) });
      // Moments that were jumped over never were; those that come again after a step back are not decided on twice.
      this.#evaluatedTo = newest;
    }
    const oldest = wall / 1000 - 8 * 86_400;
    if (this.#unobserved.length > 0) this.#unobserved = this.#unobserved.filter(({ to }) => to > oldest);
  }

  async #evaluate(end: number): Promise<void> {
    const entries = await this.#parts.book.entries();
    const due = [...entries.values()].filter(({ alarm }) => alarm.type === "metric" && isDue(alarm, end));
    const wholeMinute = end % 60 === 0;
    await this.#decide(due, end, wholeMinute || due.length > 0);
  }

  /** Alarms that were made or changed since are evaluated at once, at the last end of a window. */
  async #evaluateFresh(newest: number): Promise<void> {
    const entries = await this.#parts.book.entries();
    const fresh = [...entries.values()].filter(
      ({ alarm }) => alarm.type === "metric" && this.#seen.get(alarm.name) !== alarm.configurationUpdatedAt,
    );
    if (this.#seen.size > entries.size * 2 + 100) for (const name of this.#seen.keys()) if (!entries.has(name)) this.#seen.delete(name);
    const byEnd = new Map<number, AlarmEntry[]>();
    for (const entry of fresh) {
      const slide = entry.alarm.type === "metric" ? slideSeconds(entry.alarm.periodSeconds) : grain;
      const end = Math.floor(newest / slide) * slide;
      byEnd.set(end, [...(byEnd.get(end) ?? []), entry]);
    }
    for (const [end, alarms] of byEnd) await this.#decide(alarms, end, false);
    if (fresh.length === 0 && hasEndedSuppression(entries, this.#parts.clock.now())) await this.#decide([], newest, false);
  }

  async #decide(due: readonly AlarmEntry[], end: number, remember: boolean): Promise<void> {
    const { book, metrics, clock } = this.#parts;
    const now = clock.now();
    const pause = pausesOf(clock);
    const round = { store: metrics, end, now, unobserved: this.#unobserved, pause };
    const statuses = due.length > 0 ? await evaluateRound(due, round) : new Map<string, AlarmStatus>();
    const evaluated = new Map(due.map(({ alarm, status }) => [alarm.name, { alarm, status }]));
    const parts = partsOf([...statuses], writtenTogether);
    let told = 0;
    for (const [i, part] of parts.entries()) {
      await book.change((entries) => {
        // An alarm that was changed meanwhile is left to the next round.
        const still = part.filter(([name]) => {
          const [entry, known] = [entries.get(name), evaluated.get(name)];
          return entry && entry.alarm === known?.alarm && entry.status === known.status;
        });
        const change = allThatFollows(entries, new Map(still), this.#transitionContext(now));
        told += change.deliveries?.length ?? 0;
        // A kill before the last part leaves the moment to be evaluated again: what was written stands and changes no more.
        const isLast = i === parts.length - 1;
        const further = remember && isLast ? [{ kind: "setting" as const, id: evaluatedToId, value: { value: String(end) } }] : [];
        return { ...change, further };
      });
      await pause();
    }
    for (const { alarm } of due) this.#seen.set(alarm.name, alarm.configurationUpdatedAt);
    if (told > 0) this.#parts.onDeliveries?.();
  }

  #transitionContext(now: number): TransitionContext {
    const { clock, installation } = this.#parts;
    return { now, installation, newMessageId: () => newUuid(clock) };
  }

  /** Drops history that is older than CloudWatch keeps it. */
  async #tidy(): Promise<void> {
    const { resources, clock } = this.#parts;
    const end = timePart(clock.now() - historyKeptMs);
    for (;;) {
      const page = await resources.list("alarm-history", { limit: 500 });
      const old = page.filter(({ id }) => id < end);
      await resources.write(old.map(({ id }) => ({ kind: "alarm-history" as const, id, value: undefined })));
      if (old.length < 500) return;
    }
  }
}

/** Lets others have their turn whenever the loop has been held for a while. */
export function pausesOf(clock: Pick<Clock, "monotonic">): () => Promise<void> | undefined {
  let turn = clock.monotonic();
  return () => {
    if (clock.monotonic() - turn < heldMs) return undefined;
    return nextTurn().then(() => {
      turn = clock.monotonic();
    });
  };
}

/** In parts of a length, at least one. */
function partsOf<T>(all: readonly T[], length: number): (readonly T[])[] {
  const parts: (readonly T[])[] = [all.slice(0, length)];
  for (let from = length; from < all.length; from += length) parts.push(all.slice(from, from + length));
  return parts;
}

const hasEndedSuppression = (entries: AlarmEntries, now: number): boolean => {
  for (const { status } of entries.values()) if (status.suppression?.until !== undefined && status.suppression.until <= now) return true;
  return false;
};

/** Transitions, and the suppressions that have ended by now for the statuses after them. */
function allThatFollows(entries: AlarmEntries, statuses: ReadonlyMap<string, AlarmStatus>, context: TransitionContext): BookChange {
  const change = transitionsOf(entries, statuses, context);
  if (!hasEndedSuppression(entries, context.now)) return change;
  const after = new Map([...entries].map(([name, { alarm, status }]) => [name, { alarm, status: change.statuses?.get(name) ?? status }]));
  const ended = endedSuppressions(after, context);
  return {
    statuses: new Map([...(change.statuses ?? []), ...(ended.statuses ?? [])]),
    history: [...(change.history ?? []), ...(ended.history ?? [])],
    deliveries: [...(change.deliveries ?? []), ...(ended.deliveries ?? [])],
  };
}
