/**
 * What the data plane's operations and xks/client tell: facts. The recorder adds them to this second's statistic sets; it
 * never throws and never blocks. Step 5 of the walk of an Encrypt.
 */
import type { HealthCheck } from "../model/health-check.ts";
import type { Interaction } from "../model/interaction.ts";
import { factFields, type FactKind, type Facts } from "../model/kms-metrics.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import { type MetricPoint, type Series, seriesKey } from "../model/metric.ts";
import { fieldsOf, sourcesOf } from "./datapoints.ts";
import { SecondSet } from "./second-set.ts";

export interface FactSink {
  interaction(interaction: Interaction): void;
  kmsRequest(request: KmsRequest): void;
  healthCheck(check: HealthCheck): void;
}

/** One series that facts of some kind and fields add to. */
interface Slot<K extends FactKind> {
  readonly set: SecondSet;
  readonly value: (fact: Facts[K]) => number | undefined;
}
/** From the first field's value to the next …, to the slots. */
type Branch<K extends FactKind> = Map<string, Branch<K> | readonly Slot<K>[]>;

export class Recorder implements FactSink {
  readonly #interactions: SlotTree<"interaction">;
  readonly #kmsRequests: SlotTree<"kmsRequest">;
  readonly #healthChecks: SlotTree<"healthCheck">;
  readonly #sets = new Map<string, SecondSet>();
  readonly #touched: SecondSet[] = [];
  #closed: MetricPoint[] = [];
  /** Epoch second that the touched sets belong to. */
  #second = 0;

  constructor() {
    const setOf = (series: Series): SecondSet => this.#setOf(series);
    this.#interactions = new SlotTree("interaction", setOf);
    this.#kmsRequests = new SlotTree("kmsRequest", setOf);
    this.#healthChecks = new SlotTree("healthCheck", setOf);
  }

  interaction(interaction: Interaction): void {
    this.#add(interaction.at, this.#interactions.slots(interaction), interaction);
  }

  kmsRequest(request: KmsRequest): void {
    this.#add(request.at, this.#kmsRequests.slots(request), request);
  }

  healthCheck(check: HealthCheck): void {
    this.#add(check.at, this.#healthChecks.slots(check), check);
  }

  /**
   * The points of all seconds that are over at `now` (epoch ms), given out once. A second that begins again, because the
   * wall clock was set back, gives further points for it: they merge by addition.
   */
  closeSecond(now: number): MetricPoint[] {
    if (Math.floor(now / 1000) !== this.#second) this.#close();
    const closed = this.#closed;
    this.#closed = [];
    return closed;
  }

  /** Everything so far, the running second too: for the end. */
  drain(): MetricPoint[] {
    this.#close();
    return this.closeSecond(0);
  }

  #add<K extends FactKind>(at: number, slots: readonly Slot<K>[], fact: Facts[K]): void {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) {
      this.#close();
      this.#second = second;
    }
    for (let i = 0; i < slots.length; i++) {
      const { set, value: read } = slots[i] as Slot<K>;
      const value = read(fact);
      if (value === undefined) continue;
      if (!set.touched) {
        set.touched = true;
        this.#touched.push(set);
      }
      set.add(value);
    }
  }

  #close(): void {
    for (const set of this.#touched) this.#closed.push({ series: set.series, second: this.#second, set: set.take(), resolution: 1 });
    this.#touched.length = 0;
  }

  #setOf(series: Series): SecondSet {
    const key = seriesKey(series);
    let set = this.#sets.get(key);
    if (!set) this.#sets.set(key, (set = new SecondSet(series)));
    return set;
  }
}

/** Finds the slots of a fact by its fields, one map a field; makes them at the first fact of its kind. */
class SlotTree<K extends FactKind> {
  readonly #kind: K;
  readonly #fields: readonly ((fact: Facts[K]) => string)[];
  readonly #setOf: (series: Series) => SecondSet;
  readonly #root: Branch<K> = new Map();

  constructor(kind: K, setOf: (series: Series) => SecondSet) {
    this.#kind = kind;
    this.#fields = Object.values(factFields[kind]) as readonly ((fact: Facts[K]) => string)[];
    this.#setOf = setOf;
  }

  slots(fact: Facts[K]): readonly Slot<K>[] {
    let branch = this.#root;
    const last = this.#fields.length - 1;
    for (let i = 0; i < last; i++) {
      const value = (this.#fields[i] as (fact: Facts[K]) => string)(fact);
      let next = branch.get(value) as Branch<K> | undefined;
      if (!next) branch.set(value, (next = new Map()));
      branch = next;
    }
    const value = (this.#fields[last] as (fact: Facts[K]) => string)(fact);
    let slots = branch.get(value) as readonly Slot<K>[] | undefined;
    if (!slots) {
      slots = sourcesOf(this.#kind, fieldsOf(this.#kind, fact)).map((source) => ({ set: this.#setOf(source.series), value: source.value }));
      branch.set(value, slots);
    }
    return slots;
  }
}
