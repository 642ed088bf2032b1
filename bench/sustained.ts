/**
 * AWS's quota of one key store, 1,800 Encrypt a second, for ten minutes: latency, calls lost, and whether the metrics count
 * exactly the calls that were made. Another length in seconds may be given.
 *
 *     npm run build && npx tsx bench/sustained.ts [600]
 */
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { startProduct } from "../test/support/product.ts";
import { closedLoop, openLoop, quantile } from "./support/raw-load.ts";
import { kmsEncryptRequest } from "./support/requests.ts";

const perSecond = 1800;
const seconds = Number(process.argv[2] ?? 600);
/** A signature holds five minutes. */
const segmentSeconds = 120;
/** By then the last second is merged. */
const settleMs = 4000;

const product = await startProduct({ options: ["--quota", "1000000"] });
const cloudWatch = new CloudWatchClient({ endpoint: product.address, region: product.region, credentials: product.credentials });
try {
  const { hostname, port } = new URL(product.address);
  await closedLoop({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) }, 16, 3);
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const before = await counted();
  const latencies: number[] = [];
  let failures = 0;
  for (let left = seconds; left > 0; left -= segmentSeconds) {
    const target = { host: hostname, port: Number(port), request: await kmsEncryptRequest(product) };
    const segment = await openLoop(target, perSecond, Math.min(left, segmentSeconds));
    failures += segment.failures;
    for (const latency of segment.latencies) latencies.push(latency);
  }
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const recorded = (await counted()) - before;
  const ascending = Float64Array.from(latencies).sort();
  console.log(`${perSecond} Encrypt a second for ${seconds} s, open loop, latency from the moment a call was due`);
  for (const q of [0.5, 0.9, 0.99, 0.999]) console.log(`  p${q * 100}  ${quantile(ascending, q).toFixed(2)} ms`);
  console.log(`  calls made ${latencies.length}, failed ${failures}, counted by the metrics ${recorded}`);
} finally {
  cloudWatch.destroy();
  await product.stop();
}

/** Encrypt calls that XksProxyLatency counts, since the start. */
async function counted(): Promise<number> {
  const now = Date.now();
  const { MetricDataResults = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 3600_000),
      EndTime: new Date(now + 60_000),
      MetricDataQueries: [
        {
          Id: "calls",
          Expression: `SUM(SEARCH('{AWS/KMS,CustomKeyStoreId,KmsOperation,XksOperation,KeySpec} MetricName="XksProxyLatency" KmsOperation="Encrypt"', 'SampleCount', 60))`,
        },
      ],
    }),
  );
  return (MetricDataResults[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
}
