/**
 * The five graphs of a key store over a week at 5 minutes (30 series and more), from HTTP request to last byte, through the
 * one port as the console asks; against the same number of bytes from a bare HTTP server. Then Encrypt's p99 while those graphs
 * are asked for without pause ÷ without.
 *
 *     npm run build && npx tsx bench/graphs.ts
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fiveGraph, graphIds } from "../console/graph/five-graphs.ts";
import { combine, queriesOf } from "../console/graph/metric-queries.ts";
import { openSqliteMetricStore } from "../src/engines/sqlite/metric-store.ts";
import { ManualClock } from "../src/lib/clock.ts";
import { startProduct, temporaryDirectory } from "../test/support/product.ts";
import { fill } from "./support/store-traffic.ts";
import { median, openLoop, quantile } from "./support/raw-load.ts";
import { jsonRequest, kmsEncryptRequest } from "./support/requests.ts";
import { random } from "./support/traffic.ts";

/** Run by the asking process: url and init are its arguments. */
const askWithoutPause =
  "const [url, init] = process.argv.slice(1); (async () => { for (;;) await (await fetch(url, JSON.parse(init))).arrayBuffer(); })();";

const keyStoreId = "cks-1";
const rounds = 15;
const day = 86_400;
const now = Math.floor(Date.now() / 1000 / 300) * 300;

const dataDirectory = temporaryDirectory();
const silent = { info() {}, warn() {}, error: console.error };
const clock = new ManualClock((now - 7 * day) * 1000);
const store = await openSqliteMetricStore(join(dataDirectory, "metrics.db"), { clock, log: silent });
await fill({
  store,
  clock,
  keyStoreIds: [keyStoreId],
  mostCalls: 60,
  next: random(7),
  from: now - 7 * day,
  to: now,
  stepSeconds: 60,
});
const series = (await store.list({ dimensions: [{ name: "CustomKeyStoreId", value: keyStoreId }] })).length;
await store.close();

const product = await startProduct({ dataDirectory, options: ["--proxy-timeout", "250"] });
try {
  const facts = { keyStoreId, region: product.region, quotaPerSecond: 1800 };
  const queries = combine(graphIds.map((id) => queriesOf(fiveGraph(id, facts), 300)));
  const input = { StartTime: now - 7 * day, EndTime: now, MetricDataQueries: queries };
  const graphs = async (): Promise<Buffer> =>
    jsonRequest(product, "monitoring", "GraniteServiceVersion20100801.GetMetricData", "1.0", input);
  const { hostname, port } = new URL(product.address);

  const ask = async (): Promise<{ ms: number; bytes: number; points: number }> => {
    const { init, url } = await fetchOf(await graphs(), product.address);
    const began = performance.now();
    const answer = await fetch(url, init);
    const text = await answer.text();
    const ms = performance.now() - began;
    const { MetricDataResults: results } = JSON.parse(text) as { MetricDataResults: { Values: number[] }[] };
    return { ms, bytes: text.length, points: results.reduce((sum, result) => sum + result.Values.length, 0) };
  };
  for (let i = 0; i < 5; i++) await ask();
  const answers = [];
  for (let i = 0; i < rounds; i++) answers.push(await ask());
  const { bytes, points } = answers[0] as { bytes: number; points: number };
  const bare = await bareMs(bytes, rounds);
  const ms = median(answers.map((answer) => answer.ms));
  console.log(`Five graphs, ${series} series, a week at 5 minutes: ${points} points, ${(bytes / 1e6).toFixed(2)} MB, median of ${rounds}`);
  console.log(`  request to last byte  ${ms.toFixed(1)} ms (best ${Math.min(...answers.map((answer) => answer.ms)).toFixed(1)})`);
  console.log(`  the same bytes from a bare server  ${bare.toFixed(1)} ms, ratio ${(ms / bare).toFixed(1)}`);

  const target = async () => ({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) });
  await openLoop(await target(), 300, 2);
  const without: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 0; round < 5; round++) {
    without.push(quantile((await openLoop(await target(), 300, 4)).latencies, 0.99));
    const { url, init } = await fetchOf(await graphs(), product.address);
    // In a process of its own: what reading the answers costs is not the endpoint's.
    const asker = spawn(process.execPath, ["-e", askWithoutPause, url, JSON.stringify(init)], { stdio: "ignore" });
    await new Promise((done) => setTimeout(done, 500));
    meanwhile.push(quantile((await openLoop(await target(), 300, 4)).latencies, 0.99));
    asker.kill();
  }
  console.log("p99 of Encrypt at 300 a second, median of 5 × 4 s (client, proxy and both planes on this machine)");
  console.log(`  alone                       ${median(without).toFixed(2)} ms`);
  console.log(`  while the graphs are asked  ${median(meanwhile).toFixed(2)} ms`);
  console.log(`  ratio                       ${median(meanwhile.map((value, i) => value / (without[i] as number))).toFixed(2)}`);
} finally {
  await product.stop();
}

/** A prepared request as fetch takes it. */
async function fetchOf(request: Buffer, address: string): Promise<{ url: string; init: RequestInit }> {
  const text = request.toString("utf8");
  const [head, body] = [text.slice(0, text.indexOf("\r\n\r\n")), text.slice(text.indexOf("\r\n\r\n") + 4)];
  const headers = Object.fromEntries(
    head
      .split("\r\n")
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)])
      .filter(([name]) => name !== "host" && name !== "content-length"),
  ) as Record<string, string>;
  return { url: `${address}/`, init: { method: "POST", headers, body } };
}

async function bareMs(bytes: number, times: number): Promise<number> {
  const payload = Buffer.alloc(bytes, "7");
  const server = createServer((_request, response) => response.end(payload));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const taken: number[] = [];
  for (let i = 0; i < times + 3; i++) {
    const began = performance.now();
    await (await fetch(url)).text();
    if (i >= 3) taken.push(performance.now() - began);
  }
  server.close();
  return median(taken);
}
