/**
 * The 99th percentile of Encrypt while the five graphs of a week are asked for without pause ÷ without.
 *
 *     npm run build && npx tsx bench/beside-graphs.ts
 */
import { spawn } from "node:child_process";
import { startProduct } from "../test/support/product.ts";
import { day, fillFolder, graphsRequest } from "./support/five-graphs.ts";
import { plainRequest } from "./support/last-byte.ts";
import { median, openLoop, quantile } from "./support/raw-load.ts";
import { kmsEncryptRequest } from "./support/requests.ts";

/** Run by the asking process, so that what reading the answers costs is not the endpoint's: url and init are its arguments. */
const askWithoutPause =
  "const [url, init] = process.argv.slice(1); (async () => { for (;;) await (await fetch(url, JSON.parse(init))).arrayBuffer(); })();";
const perSecond = 300;

const { dataDirectory, now } = await fillFolder(8);
const product = await startProduct({ dataDirectory, options: ["--proxy-timeout", "250"] });
try {
  const { hostname, port } = new URL(product.address);
  const encrypt = async (seconds: number): Promise<number> =>
    quantile(
      (await openLoop({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) }, perSecond, seconds)).latencies,
      0.99,
    );
  await encrypt(2);
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < 5; round++) {
    alone.push(await encrypt(4));
    const { method, headers, body } = plainRequest(await graphsRequest(product, now - 7 * day, now, 300));
    const { host: _, "content-length": __, ...own } = headers;
    const init = JSON.stringify({ method, headers: own, body: body?.toString("utf8") });
    const asker = spawn(process.execPath, ["-e", askWithoutPause, `${product.address}/`, init], { stdio: "ignore" });
    await new Promise((done) => setTimeout(done, 500));
    beside.push(await encrypt(4));
    asker.kill();
  }
  console.log(`p99 of Encrypt at ${perSecond} a second, medians of 5 × 4 s (client, proxy and both planes on this machine)`);
  console.log(`  alone                       ${median(alone).toFixed(2)} ms`);
  console.log(`  while the graphs are asked  ${median(beside).toFixed(2)} ms`);
  console.log(`  ratio (wanted: 1.2)         ${median(beside.map((value, i) => value / (alone[i] as number))).toFixed(2)}`);
} finally {
  await product.stop();
}
