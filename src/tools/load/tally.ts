/** What a run adds up to: latencies by phase, seconds, errors. Latency counts from the moment a request was due. */
import { bucketIndex, representative } from "../../model/histogram.ts";
import type { Ended } from "./caller.ts";
import { LatencyHistogram } from "./latency-histogram.ts";

/** Where the time of a request goes; each is a duration of its own. */
export const phaseNames = ["waiting", "dns", "tcp", "tls", "firstByte", "lastByte"] as const;
export type PhaseName = (typeof phaseNames)[number];

/** One second of a run, by when its requests were due. */
export interface SecondTally {
  /** From the start. */
  readonly second: number;
  due: number;
  /** Answered well within the limit. */
  good: number;
  /** Answered well, but later. */
  late: number;
  refused: number;
  unanswered: number;
  maximumMs: number;
  /** Latencies in buckets of 4 %, by index. */
  readonly buckets: Map<number, number>;
}

export class Tally {
  readonly limitMs: number;
  /** Of good answers, and of requests without any answer, which count with the time they waited. Refusals are not in it. */
  readonly latency = new LatencyHistogram();
  /** How late the load generator itself handed requests over. */
  readonly ownLateness = new LatencyHistogram();
  readonly phases: Readonly<Record<PhaseName, LatencyHistogram>>;
  readonly seconds: SecondTally[] = [];
  /** By operation and name of the failure. */
  readonly failures = new Map<string, number>();
  readonly operations = new Map<string, { requests: number; readonly latency: LatencyHistogram }>();
  ended = 0;
  good = 0;
  late = 0;
  refused = 0;
  unanswered = 0;
  /** When the first request was due that was refused, ms from the start. */
  firstRefusalMs: number | undefined;
  /** Requests that were due after it and answered well, in time or late. */
  throughAfterRefusal = 0;
  readonly #startedAt: number;
  readonly #countedFromMs: number;

  /**
   * @param startedAt monotonic ms
   * @param limitMs what an answer may take
   * @param countedFromMs requests due before are not counted
   */
  constructor(startedAt: number, limitMs: number, countedFromMs = 0) {
    this.#startedAt = startedAt;
    this.limitMs = limitMs;
    this.#countedFromMs = countedFromMs;
    this.phases = Object.fromEntries(phaseNames.map((name) => [name, new LatencyHistogram()])) as Record<PhaseName, LatencyHistogram>;
  }

  /** Requests without a good answer within the limit. */
  get missed(): number {
    return this.ended - this.good;
  }

  add(ended: Ended): void {
    const dueMs = ended.dueAt - this.#startedAt;
    if (dueMs < this.#countedFromMs) return;
    const latencyMs = ended.endedAt - ended.dueAt;
    const second = this.#second(Math.floor(dueMs / 1000));
    const outcome = ended.failure?.kind ?? (latencyMs <= this.limitMs ? "good" : "late");
    this.ended++;
    this[outcome]++;
    second.due++;
    second[outcome]++;
    this.#followRefusals(outcome, dueMs);
    this.ownLateness.add(ended.handedAt - ended.dueAt);
    if (ended.failure) {
      const name = `${ended.operation}: ${ended.failure.name}`;
      this.failures.set(name, (this.failures.get(name) ?? 0) + 1);
    }
    const operation = this.#operation(ended.operation);
    operation.requests++;
    if (outcome === "refused") return;
    this.latency.add(latencyMs);
    operation.latency.add(latencyMs);
    const index = bucketIndex(Math.max(0.001, latencyMs));
    second.buckets.set(index, (second.buckets.get(index) ?? 0) + 1);
    if (latencyMs > second.maximumMs) second.maximumMs = latencyMs;
    this.#addPhases(ended);
  }

  #followRefusals(outcome: "good" | "late" | "refused" | "unanswered", dueMs: number): void {
    if (outcome === "refused") this.firstRefusalMs ??= dueMs;
    else if (outcome !== "unanswered" && this.firstRefusalMs !== undefined && dueMs > this.firstRefusalMs) this.throughAfterRefusal++;
  }

  #addPhases({ dueAt, sentAt, firstByteAt, endedAt, opening, failure }: Ended): void {
    if (opening) {
      this.phases.dns.add(opening.dnsAt - opening.startedAt);
      this.phases.tcp.add(opening.tcpAt - opening.dnsAt);
      if (opening.tlsAt > opening.tcpAt) this.phases.tls.add(opening.tlsAt - opening.tcpAt);
    }
    this.phases.waiting.add((sentAt ?? endedAt) - dueAt);
    if (sentAt === undefined || firstByteAt === undefined) return;
    this.phases.firstByte.add(firstByteAt - sentAt);
    if (!failure) this.phases.lastByte.add(endedAt - firstByteAt);
  }

  #second(second: number): SecondTally {
    const known = this.seconds[second];
    if (known) return known;
    for (let each = this.seconds.length; each <= second; each++) {
      this.seconds.push({ second: each, due: 0, good: 0, late: 0, refused: 0, unanswered: 0, maximumMs: 0, buckets: new Map() });
    }
    return this.seconds[second] as SecondTally;
  }

  #operation(name: string): { requests: number; readonly latency: LatencyHistogram } {
    let one = this.operations.get(name);
    if (!one) this.operations.set(name, (one = { requests: 0, latency: new LatencyHistogram() }));
    return one;
  }
}

/** The latency that a share (0 to 1) of a second's requests did not exceed, ms, within 2 %; undefined where there were none. */
export function secondQuantile({ buckets }: Pick<SecondTally, "buckets">, share: number): number | undefined {
  const ascending = [...buckets].sort(([a], [b]) => a - b);
  const count = ascending.reduce((sum, [, each]) => sum + each, 0);
  let seen = 0;
  for (const [index, each] of ascending) {
    seen += each;
    if (seen >= share * count) return representative(index);
  }
  return undefined;
}
