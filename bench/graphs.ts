/**
 * The five graphs of a key store from HTTP request to last byte, through the one port as the console asks: a week at
 * 5 minutes and 455 days at an hour, 30 series and more; against VictoriaMetrics (Debian's package) that is asked for the
 * same five answers over the same data in the same run, once with and once without the answers that it keeps, and against as
 * many bytes from a bare HTTP server.
 *
 *     npm run build && npx tsx bench/graphs.ts
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startProduct } from "../test/support/product.ts";
import { day, fillFolder, graphsRequest, keyStoreId } from "./support/five-graphs.ts";
import { LastByteClient, plainRequest } from "./support/last-byte.ts";
import { median } from "./support/raw-load.ts";
import { exported, graphQueries, load, missing, type Peer, startVictoriaMetrics } from "./support/victoria-metrics.ts";

const warmUp = 40;
const rounds = 40;

let lines: string[] = [];
const days = 456;
const { dataDirectory, series, now } = await fillFolder(days, async (store, end) => {
  lines = await exported(store, end - days * day, end - 8 * day, end);
});
const product = await startProduct({ dataDirectory });
const peers = {
  "keeps answers": await startVictoriaMetrics({ keepsAnswers: true }),
  computes: await startVictoriaMetrics({ keepsAnswers: false }),
};
try {
  if (!peers.computes) console.log(missing);
  for (const peer of Object.values(peers)) if (peer) await load(peer, lines);
  console.log(`Five graphs, ${series} series, request to last byte, medians of ${rounds} in turn, all on this machine`);
  await measure("a week at 5 minutes (wanted: 20 ms, half of VictoriaMetrics)", now - 7 * day, 300);
  // The oldest hour may be gone by now.
  await measure("455 days at an hour (wanted: 60 ms)", now - 455 * day + 3600, 3600);
} finally {
  await product.stop();
  for (const peer of Object.values(peers)) peer?.stop();
}

async function measure(what: string, from: number, periodSeconds: number): Promise<void> {
  const ours = new LastByteClient(product.address);
  const request = plainRequest(await graphsRequest(product, from, now, periodSeconds));
  const [first] = (await ours.ask([request])).bodies;
  const body = first ?? Buffer.alloc(0);
  const bare = await startBare(body.length);
  const asked: { readonly name: string; readonly ask: () => Promise<number> }[] = [
    { name: "xkswatch", ask: async () => (await ours.ask([request])).ms },
    { name: "a bare server, the same bytes", ask: async () => (await bare.client.ask([{ method: "GET", path: "/", headers: {} }])).ms },
  ];
  const queries = graphQueries(keyStoreId, from, now, periodSeconds);
  for (const [kind, peer] of Object.entries(peers)) {
    if (!peer) continue;
    const client = new LastByteClient(peer.address);
    asked.push({ name: `VictoriaMetrics, ${kind}`, ask: async () => (await client.ask(queries)).ms });
  }
  const times = asked.map((): number[] => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [i, { ask }] of asked.entries()) {
      const ms = await ask();
      if (round >= warmUp) times[i]?.push(ms);
    }
  }
  const [own = Number.NaN, ...others] = times.map(median);
  console.log(`${what}: ${pointsIn(body)} points, ${(body.length / 1e6).toFixed(2)} MB`);
  console.log(`  ${own.toFixed(1)} ms (best ${Math.min(...(times[0] ?? [])).toFixed(1)})`);
  for (const [i, ms] of others.entries()) console.log(`  ${asked[i + 1]?.name}: ${ms.toFixed(1)} ms, ratio ${(own / ms).toFixed(2)}`);
  if (peers.computes) await compare(body, peers.computes, from, periodSeconds);
  bare.stop();
  ours.close();
}

/** The answers must be the same, or their times say nothing. */
async function compare(body: Buffer, peer: Peer, from: number, periodSeconds: number): Promise<void> {
  const client = new LastByteClient(peer.address);
  const { bodies } = await client.ask(graphQueries(keyStoreId, from, now, periodSeconds));
  client.close();
  const theirs = bodies.map((each) => {
    const { data } = JSON.parse(each.toString("utf8")) as { data: { result: { values: [number, string][] }[] } };
    return data.result.reduce((sum, { values }) => values.reduce((inner, [, value]) => inner + Number(value), sum), 0);
  });
  const { MetricDataResults: results } = JSON.parse(body.toString("utf8")) as { MetricDataResults: { Id: string; Values: number[] }[] };
  const ours = theirs.map((_, graph) =>
    results.filter(({ Id }) => Id.startsWith(`w${graph}_`)).reduce((sum, { Values }) => Values.reduce((a, b) => a + b, sum), 0),
  );
  const same = ours.every((sum, i) => Math.abs(sum - (theirs[i] as number)) <= 1e-6 * Math.abs(sum));
  console.log(same ? "  the answers' sums are equal" : `  THE ANSWERS DIFFER: ${ours.join(" ")} against ${theirs.join(" ")}`);
}

function pointsIn(body: Buffer): number {
  const { MetricDataResults: results } = JSON.parse(body.toString("utf8")) as { MetricDataResults: { Values: number[] }[] };
  return results.reduce((sum, { Values }) => sum + Values.length, 0);
}

async function startBare(bytes: number): Promise<{ client: LastByteClient; stop(): void }> {
  const payload = Buffer.alloc(bytes, "7");
  const server = createServer((_request, response) => response.end(payload));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const client = new LastByteClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    client,
    stop() {
      client.close();
      server.close();
    },
  };
}
