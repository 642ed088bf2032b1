/**
 * One round of 10,000 alarms over 2,000 series as the engine does it, reading, deciding and writing on the embedded engine; how
 * long it holds the loop at a time; and Prometheus' time for 10,000 rules that say the same over the same data, in the same run.
 *
 *     npx tsx bench/alarms.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlarmBook } from "../src/alarms/alarm-book.ts";
import { AlarmEngine } from "../src/alarms/engine.ts";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { openStateDatabase } from "../src/engines/sqlite/resource-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import { alarmOf, alarmsWanted, pointsAt, seriesWanted } from "./support/alarm-load.ts";
import { prometheusRound } from "./support/prometheus-rules.ts";
import { median } from "./support/raw-load.ts";

const rounds = 12;
const start = Date.UTC(2026, 10, 24, 12) / 1000;

/** Wall time is the bench's, steps of work end by the real clock. */
class BenchClock extends ManualClock {
  #ahead = 0;
  override now(): number {
    return start * 1000 + this.#ahead;
  }
  override monotonic(): number {
    return performance.now() + this.#ahead;
  }
  skip(ms: number): void {
    this.#ahead += ms;
  }
}

/** Runs until stopped: the longest time for which the loop was held. */
function watchLoop(): { stop(): number } {
  let [longest, last, running] = [0, performance.now(), true];
  const turn = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      running = false;
      return longest;
    },
  };
}

const folder = mkdtempSync(join(tmpdir(), "alarms-"));
const clock = new BenchClock();
const log = { info() {}, warn() {}, error: console.error };
const metrics = await openSqliteMetricStore(join(folder, "metrics.db"), { clock, log });
const resources = await openStateDatabase(join(folder, "state.db"));
try {
  for (let minute = -30; minute <= 0; minute++) await metrics.merge(pointsAt(start + minute * 60 - 30));
  const book = new AlarmBook({ resources, clock });
  const status = { state: "INSUFFICIENT_DATA", reason: "", updatedAt: 0, transitionedAt: 0 } as const;
  const put = Array.from({ length: alarmsWanted }, (_, i) => ({ alarm: alarmOf(i), status }));
  await book.change(() => ({ put }));
  const engine = new AlarmEngine({ book, metrics, resources, clock, log, installation: { region: "us-east-1", accountId: "1" } });
  const statesNow = async () => new Map([...(await book.entries())].map(([name, entry]) => [name, entry.status.state]));

  const round = async (): Promise<{ ms: number; held: number; changed: number }> => {
    const before = await statesNow();
    const loop = watchLoop();
    const began = performance.now();
    await engine.look();
    const ms = performance.now() - began;
    const held = loop.stop();
    const after = await statesNow();
    return { ms, held, changed: [...after].filter(([name, state]) => before.get(name) !== state).length };
  };
  const report = (what: string, { ms, held, changed }: { ms: number; held: number; changed: number }): void =>
    console.log(`  ${what.padEnd(34)}${ms.toFixed(0)} ms, ${changed} changed, the loop held for ${held.toFixed(0)} ms at most`);

  clock.skip(2000);
  console.log(`${alarmsWanted} alarms over ${seriesWanted} series, one round`);
  report("the first, every state is new", await round());
  const taken = [];
  for (let i = 1; i <= rounds; i++) {
    await metrics.merge(pointsAt(start + i * 60 - 30));
    clock.skip(60_000);
    taken.push(await round());
  }
  const ms = median(taken.map((one) => one.ms));
  const middle = { ms, held: Math.max(...taken.map(({ held }) => held)), changed: median(taken.map(({ changed }) => changed)) };
  report(`median of ${rounds}, minute after minute`, middle);
  report(
    "the slowest of them",
    taken.reduce((worst, one) => (one.ms > worst.ms ? one : worst)),
  );

  const prometheus = await prometheusRound(() => undefined);
  if (prometheus) {
    console.log(
      `Prometheus ${prometheus.version}, ${alarmsWanted} rules over the same data, one evaluation: ${prometheus.ms.toFixed(0)} ms`,
    );
    console.log(`  ratio  ${(ms / prometheus.ms).toFixed(2)}`);
  } else {
    console.log("Prometheus is not installed (Debian: apt-get install -y prometheus): nothing to compare with");
  }
} finally {
  await metrics.close();
  await resources.close();
  rmSync(folder, { recursive: true });
}
