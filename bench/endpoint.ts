/**
 * The crypto path: Encrypt calls a second through the endpoint ÷ the same load straight at the proxy, what the endpoint adds
 * at 1,800 calls a second, and the data plane's processor time for one Encrypt.
 *
 *     npm run build && npx tsx bench/endpoint.ts
 */
import { readFileSync } from "node:fs";
import { runCommand, startProduct } from "../test/support/product.ts";
import { closedLoop, median, openLoop, quantile } from "./support/raw-load.ts";
import { kmsEncryptRequest, type ProxyFile, proxyEncryptRequest } from "./support/requests.ts";

const rounds = 5;
const seconds = 4;
const connections = 16;

const product = await startProduct({ options: ["--quota", "1000000"] });
try {
  const file = JSON.parse(
    (await runCommand(["proxy", "config-file", "--store", "demo", "--data", product.dataDirectory])).output,
  ) as ProxyFile;
  const ca = (await runCommand(["proxy", "ca", "--data", product.dataDirectory])).output;
  const proxyPort = Number(/XKS proxy\s+https:\/\/[^:]+:(\d+)/.exec(product.output())?.[1]);
  const { hostname, port } = new URL(product.address);
  const throughTarget = async () => ({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) });
  const directTarget = async () => ({
    host: "127.0.0.1",
    port: proxyPort,
    ca,
    request: await proxyEncryptRequest(file, product.region, proxyPort, "demo-key"),
  });

  await closedLoop(await throughTarget(), connections, 2);
  await closedLoop(await directTarget(), connections, 2);
  const ratios: number[] = [];
  const through: number[] = [];
  const direct: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = cpuMs(product.childPid("data-plane"));
    const a = await closedLoop(await throughTarget(), connections, seconds);
    cpu.push(((cpuMs(product.childPid("data-plane")) - before) * 1000) / a.answers);
    const b = await closedLoop(await directTarget(), connections, seconds);
    if (a.failures > 0 || b.failures > 0) console.log(`failures: ${a.failures} through, ${b.failures} direct`);
    through.push(a.perSecond);
    direct.push(b.perSecond);
    ratios.push(a.perSecond / b.perSecond);
  }
  console.log(`Encrypt a second, ${connections} connections, median of ${rounds} × ${seconds} s`);
  console.log(`  through the endpoint   ${median(through).toFixed(0)}`);
  console.log(`  straight at the proxy  ${median(direct).toFixed(0)}`);
  console.log(`  ratio                  ${median(ratios).toFixed(3)}`);
  console.log(`  processor time of the data plane for one Encrypt  ${median(cpu).toFixed(0)} µs`);

  const added: { p50: number[]; p99: number[] } = { p50: [], p99: [] };
  for (let round = 0; round < 3; round++) {
    const b = await openLoop(await directTarget(), 1800, 5);
    const a = await openLoop(await throughTarget(), 1800, 5);
    added.p50.push(quantile(a.latencies, 0.5) - quantile(b.latencies, 0.5));
    added.p99.push(quantile(a.latencies, 0.99) - quantile(b.latencies, 0.99));
  }
  console.log("Latency that the endpoint adds at 1,800 Encrypt a second, open loop, median of 3 × 5 s");
  console.log(`  p50  ${median(added.p50).toFixed(2)} ms`);
  console.log(`  p99  ${median(added.p99).toFixed(2)} ms`);
} finally {
  await product.stop();
}

/** Processor time a process has used so far, milliseconds. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
