/**
 * The teller: works off the queue of deliveries in the resource store, at least once each. A delivery whose target is not
 * resolved becomes one for each subscription and channel; each of those is tried until it is taken or has failed for too long.
 * What goes to one receiver goes in order. A kill loses nothing: a delivery leaves the queue after its receiver has taken it.
 */
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { Delivery, Notice } from "../../model/topic.ts";
import type { Change, Stored } from "../../store/resource-store.ts";
import { timeOrderedIds } from "../alarm-book.ts";
import { actionItem } from "../history.ts";
import { newUuid } from "../../lib/uuid.ts";
import { type ReceiverParts, receiversOf, tell } from "./receivers.ts";

export interface TellerParts extends ReceiverParts {
  readonly clock: Clock;
  readonly log: Pick<Log, "error" | "warn">;
}

type Queued = Stored<Delivery>;

/** How long a receiver may fail before a delivery to it is given up. */
const givenUpAfterMs = 6 * 3_600_000;
/** The queue's bound: beyond it the oldest go, with an entry in their alarm's history. */
export const maximumQueued = 10_000;
const longestWaitMs = 600_000;
const receiversAtOnce = 8;
const lookEveryMs = 1000;
const pageSize = 500;

/** Milliseconds until the next attempt after so many failures: 1 s, 2 s, 4 s … 10 min. */
export const waitAfter = (failures: number): number => Math.min(longestWaitMs, 1000 * 2 ** (failures - 1));

export class Teller {
  readonly #parts: TellerParts;
  readonly #newId: (at: number) => string;
  /** What is being sent now, by receiver: one that is slow holds up no other. */
  readonly #lines = new Map<string, Promise<void>>();
  #scanning: Promise<void> | undefined;
  #again = false;
  /** Whether the last scan saw something due that it had to leave. */
  #leftOut = false;
  #stopped = false;
  #stopTimer: () => void = () => undefined;

  constructor(parts: TellerParts) {
    this.#parts = parts;
    this.#newId = timeOrderedIds(parts.clock);
  }

  start(): void {
    const timer = this.#parts.clock.every(lookEveryMs, () => void this.look());
    this.#stopTimer = () => timer.cancel();
  }

  /** Starts to send what is due, and resolves when all that is being sent has ended. Never rejects. */
  async look(): Promise<void> {
    await this.#scan();
    while (this.#lines.size > 0) await Promise.all(this.#lines.values());
  }

  /** Resolves when what is being sent has ended; the rest waits in the store. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopTimer();
    await this.#scanning;
    await Promise.all(this.#lines.values());
  }

  /** Looks through the queue; joins in where that is being done. Never rejects. */
  async #scan(): Promise<void> {
    this.#again = true;
    this.#scanning ??= this.#work().finally(() => {
      this.#scanning = undefined;
    });
    await this.#scanning;
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#resolveTargets();
        await this.#startLines();
      } catch (error) {
        this.#parts.log.error({ err: error }, "the queue of notifications could not be worked off; it is tried again");
      }
    }
  }

  /** All of the queue, oldest first, the part beyond its bound dropped. */
  async #queue(): Promise<Queued[]> {
    const { resources } = this.#parts;
    const queued: Queued[] = [];
    for (let after: string | undefined; ; ) {
      const page = await resources.list("delivery", { ...(after !== undefined && { after }), limit: pageSize });
      queued.push(...page);
      if (page.length < pageSize) break;
      after = page.at(-1)?.id;
    }
    const dropped = queued.splice(0, Math.max(0, queued.length - maximumQueued));
    for (const one of dropped) await this.#end(one, `the queue holds more than ${maximumQueued} notifications`);
    return queued;
  }

  async #resolveTargets(): Promise<void> {
    for (const queued of await this.#queue()) {
      if (queued.value.to === undefined) await this.#resolve(queued);
    }
  }

  /** One delivery for each receiver instead of the one for their target. */
  async #resolve({ id, value }: Queued): Promise<void> {
    const { resources } = this.#parts;
    const { isKnown, receivers: to } = await receiversOf(this.#parts, value.target);
    if (to.length === 0) {
      await this.#end({ id, value, version: 0 }, isKnown ? undefined : `${value.target} is no topic and leads to no channel`);
      return;
    }
    await resources.write([
      { kind: "delivery", id, value: undefined },
      ...to.map((receiver): Change => ({ kind: "delivery", id: this.#newId(value.at), value: { ...value, to: receiver } })),
    ]);
  }

  async #startLines(): Promise<void> {
    // What one of these sends may still stand in the queue as it is read.
    const busy = new Set(this.#lines.keys());
    const byReceiver = new Map<string, Queued[]>();
    for (const queued of await this.#queue()) {
      if (!queued.value.to) continue;
      const receiver = JSON.stringify([queued.value.target, queued.value.to]);
      byReceiver.set(receiver, [...(byReceiver.get(receiver) ?? []), queued]);
    }
    this.#leftOut = false;
    const now = this.#parts.clock.now();
    for (const [receiver, line] of byReceiver) {
      if ((line[0] as Queued).value.notBefore > now) continue;
      if (busy.has(receiver) || this.#lines.has(receiver) || this.#lines.size >= receiversAtOnce) this.#leftOut = true;
      else this.#lines.set(receiver, this.#send(receiver, line));
    }
  }

  async #send(receiver: string, line: readonly Queued[]): Promise<void> {
    try {
      await this.#sendInOrder(line);
    } catch (error) {
      this.#parts.log.error({ err: error }, "what was sent could not be entered into the queue; it is sent again");
    }
    this.#lines.delete(receiver);
    if (this.#leftOut) await this.#scan();
  }

  /** What waits for one receiver, up to the first that fails or is not due. */
  async #sendInOrder(line: readonly Queued[]): Promise<void> {
    for (const queued of line) {
      if (this.#stopped || queued.value.notBefore > this.#parts.clock.now()) return;
      const error = await tell(this.#parts, queued.value);
      if (error === undefined) await this.#end(queued, undefined);
      else if (await this.#failed(queued, error)) return;
    }
  }

  /** @returns whether the delivery stays in the queue */
  async #failed(queued: Queued, error: string): Promise<boolean> {
    const { clock, log, resources } = this.#parts;
    const failures = queued.value.failures + 1;
    log.warn({ target: queued.value.target, failures, reason: error }, "a notification was not taken");
    if (clock.now() - queued.value.at > givenUpAfterMs) {
      await this.#end(queued, error);
      return false;
    }
    const value = { ...queued.value, failures, notBefore: clock.now() + waitAfter(failures) };
    await resources.write([{ kind: "delivery", id: queued.id, value }]);
    return true;
  }

  /** Takes a delivery out of the queue and enters its end into the alarm's history. */
  async #end({ id, value }: Queued, error: string | undefined): Promise<void> {
    const { resources, clock } = this.#parts;
    const { notice, target } = value;
    const at = clock.now();
    const item =
      notice.kind === "alarm"
        ? actionItem(
            notice.alarm,
            { action: target, stateUpdatedAt: notice.status.transitionedAt, ...(error !== undefined && { error }) },
            at,
          )
        : undefined;
    await resources.write([
      { kind: "delivery", id, value: undefined },
      ...(item ? [{ kind: "alarm-history" as const, id: this.#newId(at), value: item }] : []),
    ]);
  }
}

/** A message for a target, to be queued. */
export const messageDelivery = (
  clock: Clock,
  { target, ...message }: { readonly target: string } & Omit<Extract<Notice, { kind: "message" }>, "kind">,
): Delivery => ({
  at: clock.now(),
  target,
  notice: { kind: "message", ...message },
  messageId: newUuid(clock),
  failures: 0,
  notBefore: 0,
});
