/**
 * What a round of 10,000 alarms does to Encrypt: p99 of the calls that come during a round ÷ p99 of those between two rounds, in
 * the same product and the same minute. The alarms have periods of ten seconds, so that a round comes every ten.
 *
 *     npm run build && npx tsx bench/alarms-beside.ts
 */
import { join } from "node:path";
import { AlarmBook } from "../src/alarms/alarm-book.ts";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { openStateDatabase } from "../src/engines/sqlite/resource-store.ts";
import { systemClock } from "../src/lib/clock.ts";
import { startProduct, temporaryDirectory } from "../test/support/product.ts";
import { alarmOf, alarmsWanted, pointsAt, seriesWanted } from "./support/alarm-load.ts";
import { openLoop, quantile } from "./support/raw-load.ts";
import { kmsEncryptRequest } from "./support/requests.ts";

const rounds = 6;
const perSecond = 600;
/** A round begins so long after a multiple of ten seconds: the last second's data are waited for. */
const roundAt = 1400;
const betweenAt = 6000;

const dataDirectory = temporaryDirectory();
const log = { info() {}, warn() {}, error: console.error };
const metrics = await openSqliteMetricStore(join(dataDirectory, "metrics.db"), { clock: systemClock, log });
const now = Math.floor(Date.now() / 10_000) * 10;
for (let second = now - 60; second < now + 180; second += 10) await metrics.merge(pointsAt(second));
await metrics.close();

const product = await startProduct({ dataDirectory, options: ["--proxy-timeout", "250"] });
const resources = await openStateDatabase(join(dataDirectory, "state.db"));
try {
  const status = { state: "INSUFFICIENT_DATA", reason: "", updatedAt: 0, transitionedAt: 0 } as const;
  const put = Array.from({ length: alarmsWanted }, (_, i) => ({ alarm: alarmOf(i, 10), status }));
  await new AlarmBook({ resources, clock: systemClock }).change(() => ({ put }));

  const { hostname, port } = new URL(product.address);
  const target = async () => ({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) });
  const load = async (atMs: number): Promise<Float64Array> => {
    const prepared = await target();
    const wait = (atMs - (Date.now() % 10_000) + 10_000) % 10_000;
    await new Promise((done) => setTimeout(done, wait));
    return (await openLoop(prepared, perSecond, 1)).latencies;
  };
  // The first round makes all states; what follows is a round like any other.
  await openLoop(await target(), perSecond, 3);
  const meanwhile: number[] = [];
  const between: number[] = [];
  for (let round = 0; round < rounds; round++) {
    meanwhile.push(...(await load(roundAt)));
    between.push(...(await load(betweenAt)));
  }
  const p99 = (latencies: readonly number[]): number => quantile(Float64Array.from(latencies).sort(), 0.99);
  console.log(`p99 of Encrypt at ${perSecond} a second, ${alarmsWanted} alarms over ${seriesWanted} series, ${rounds} rounds`);
  console.log(`  between two rounds  ${p99(between).toFixed(2)} ms`);
  console.log(`  during a round      ${p99(meanwhile).toFixed(2)} ms`);
  console.log(`  ratio               ${(p99(meanwhile) / p99(between)).toFixed(2)}`);
} finally {
  await resources.close();
  await product.stop();
}
