/**
 * Isolation of key stores: what a proxy that answers nothing at 1,800 calls a second does to the latency of another key
 * store's calls in the same data plane, and how soon it is served again once it answers.
 *
 *     npx tsx bench/isolation.ts
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { systemClock } from "../src/lib/clock.ts";
import { createXksClient } from "../src/xks/client.ts";
import type { XksTarget } from "../src/xks/calls.ts";
import { quantile } from "./support/raw-load.ts";

const goodPerSecond = 500;
const stalledPerSecond = 1800;
const seconds = 8;

interface Responder {
  readonly process: ChildProcess;
  readonly port: number;
  readonly ca: string;
}

async function responder(): Promise<Responder> {
  const child = fork(new URL("./support/tls-responder.ts", import.meta.url), { execArgv: ["--import", "tsx"] });
  const [told] = (await once(child, "message")) as [{ readonly port: number; readonly ca: string }];
  return { process: child, ...told };
}

const good = await responder();
const stalled = await responder();
const client = createXksClient({
  clock: systemClock,
  region: "us-east-1",
  trustedCa: [good.ca, stalled.ca],
  onInteraction: () => undefined,
});

const targetOf = (keyStoreId: string, { port }: Responder): XksTarget => ({
  keyStoreId,
  uriEndpoint: `https://127.0.0.1:${port}`,
  uriPath: "/kms/xks/v1",
  accessKeyId: "A".repeat(20),
  secretAccessKey: "s".repeat(43),
});
const targets = { good: targetOf("cks-good", good), stalled: targetOf("cks-stalled", stalled) };
const call = { externalKeyId: "key", plaintext: Buffer.alloc(64) };

interface Ended {
  readonly startedAt: number;
  readonly ms: number;
  readonly ok: boolean;
}

/** Calls at a steady rate whatever the answers do. */
async function openLoop(target: XksTarget, perSecond: number, forSeconds: number): Promise<Ended[]> {
  const ended: Ended[] = [];
  const calls: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < perSecond * forSeconds; ) {
    const due = Math.min(perSecond * forSeconds, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent++) {
      const startedAt = performance.now();
      const end = (ok: boolean) => void ended.push({ startedAt, ms: performance.now() - startedAt, ok });
      calls.push(
        client.encrypt(target, call, { kmsOperation: "Encrypt", kmsRequestId: "r", kmsKeyArn: "arn", awsPrincipalArn: "arn" }).then(
          () => end(true),
          () => end(false),
        ),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(calls);
  return ended;
}

const latencies = (ended: readonly Ended[]): Float64Array => Float64Array.from(ended, ({ ms }) => ms).sort();

await openLoop(targets.good, goodPerSecond, 2);
const alone = await openLoop(targets.good, goodPerSecond, seconds);
stalled.process.send("hang");
const [beside, timedOut] = await Promise.all([
  openLoop(targets.good, goodPerSecond, seconds),
  openLoop(targets.stalled, stalledPerSecond, seconds),
]);
const recovering = openLoop(targets.stalled, stalledPerSecond, 4);
await new Promise((resolve) => setTimeout(resolve, 1000));
stalled.process.send("answer");
const answeredAt = performance.now();
const lastFailure = (await recovering).filter(({ ok }) => !ok).reduce((latest, { startedAt }) => Math.max(latest, startedAt), 0);

console.log(`p99 of a key store at ${goodPerSecond} calls a second: alone ${quantile(latencies(alone), 0.99).toFixed(2)} ms`);
console.log(`  beside one that times out at ${stalledPerSecond} a second: ${quantile(latencies(beside), 0.99).toFixed(2)} ms`);
console.log(
  `  failures of the good one: ${beside.filter(({ ok }) => !ok).length}, successes of the stalled one: ${timedOut.filter(({ ok }) => ok).length}`,
);
console.log(`the stalled one answers again: its last failing call began ${(lastFailure - answeredAt).toFixed(0)} ms after that`);
await client.close();
good.process.disconnect();
stalled.process.disconnect();
