/**
 * The recommended alarms of new key stores, made by themselves where that is wished. New is what was created since the wish was
 * first known; each key store gets them once, so that alarms which somebody has changed or deleted stay as they are.
 */
import type { Clock, Timer } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { ResourceStore } from "../../store/resource-store.ts";
import type { Configuration } from "../configuration.ts";
import { type LocalAdministrator, throughDoor } from "../local-administrator.ts";
import { actionFor, make, recommendations } from "../recommended-alarms.ts";
import type { Management } from "./management.ts";

export interface RecommendingParts {
  readonly resources: ResourceStore;
  readonly directory: { keyStores(): Iterable<Pick<KeyStore, "id" | "createdAt">> };
  readonly administrator: LocalAdministrator;
  /** Whom the alarms tell; absent: no one. */
  readonly notify?: string;
  readonly clock: Clock;
  readonly log: Pick<Log, "info" | "warn">;
}

const lookEveryMs = 1000;
const againAfterMs = 60_000;
const sinceId = "recommended-alarms-since";
const madeId = (keyStoreId: string): string => `recommended-alarms-made ${keyStoreId}`;

export class Recommending {
  readonly #parts: RecommendingParts;
  /** Key stores that need no further look in this process. */
  readonly #done = new Set<string>();
  #since: number | undefined;
  /** Monotonic ms before which nothing is tried again after a failure. */
  #notBefore = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #timer: Timer | undefined;

  constructor(parts: RecommendingParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = this.#parts.clock.every(lookEveryMs, () => void this.look());
    // At once, so that what is created from now on is new.
    void this.look();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#running;
  }

  /** Makes the alarms of key stores that are new; joins in where that is being done. Never rejects. */
  async look(): Promise<void> {
    this.#running ??= this.#makeAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #makeAll(): Promise<void> {
    const { clock, log, directory } = this.#parts;
    if (clock.monotonic() < this.#notBefore) return;
    try {
      this.#since ??= await this.#readSince();
      for (const { id, createdAt } of directory.keyStores()) {
        if (this.#done.has(id)) continue;
        if (createdAt >= this.#since) await this.#makeOnce(id);
        this.#done.add(id);
      }
    } catch (error) {
      this.#notBefore = clock.monotonic() + againAfterMs;
      log.warn({ err: error }, "the recommended alarms of a new key store could not be made; it is tried again");
    }
  }

  /** Since when the wish is known, epoch ms. */
  async #readSince(): Promise<number> {
    const { resources, clock } = this.#parts;
    const known = await resources.read("setting", sinceId);
    if (known) return Number(known.value.value);
    const since = clock.now();
    await resources.write([{ kind: "setting", id: sinceId, value: { value: String(since) } }]);
    return since;
  }

  async #makeOnce(keyStore: string): Promise<void> {
    const { resources, administrator, notify, log } = this.#parts;
    if (await resources.read("setting", madeId(keyStore))) return;
    const actions = notify === undefined ? [] : [await actionFor(administrator, notify)];
    const names = await make(administrator, await recommendations(administrator, { keyStore, notify: actions }));
    await resources.write([{ kind: "setting", id: madeId(keyStore), value: { value: "" } }]);
    log.info({ keyStore, alarms: names.length }, "made the recommended alarms of a new key store");
  }
}

/** Starts it where the configuration wishes it. Where it does not: key stores of the time until it does again are not new then. */
export async function startRecommending(
  { recommendedAlarms }: Pick<Configuration, "recommendedAlarms">,
  clock: Clock,
  log: Log,
  { stores, context, administratorDoor }: Pick<Management, "stores" | "context" | "administratorDoor">,
): Promise<Recommending | undefined> {
  const { resources } = stores.state;
  if (!recommendedAlarms) {
    await forgetRecommending(resources);
    return undefined;
  }
  const administrator = throughDoor(administratorDoor);
  const recommending = new Recommending({ resources, directory: context.directory, administrator, clock, log, ...recommendedAlarms });
  recommending.start();
  return recommending;
}

/** The wish is no more: key stores that are made from now on are none of its, also when it comes back. */
export async function forgetRecommending(resources: ResourceStore): Promise<void> {
  if (await resources.read("setting", sinceId)) await resources.write([{ kind: "setting", id: sinceId, value: undefined }]);
}
