/**
 * Two data planes ÷ one: Encrypt calls a second through the endpoint, closed loop, in turn.
 *
 *     npm run build && npx tsx bench/data-planes.ts
 */
import { startProduct } from "../test/support/product.ts";
import { closedLoop, median } from "./support/raw-load.ts";
import { kmsEncryptRequest } from "./support/requests.ts";

const rounds = 3;
const seconds = 4;
const connections = 32;

const rates = { 1: [] as number[], 2: [] as number[] };
for (let round = 0; round < rounds; round++) {
  for (const planes of [1, 2] as const) {
    const product = await startProduct({ options: ["--quota", "1000000", "--data-planes", String(planes)] });
    try {
      const { hostname, port } = new URL(product.address);
      const target = async () => ({ host: hostname, port: Number(port), request: await kmsEncryptRequest(product) });
      await closedLoop(await target(), connections, 2);
      const { perSecond, failures } = await closedLoop(await target(), connections, seconds);
      if (failures > 0) console.log(`${failures} calls failed with ${planes} data planes`);
      rates[planes].push(perSecond);
    } finally {
      await product.stop();
    }
  }
}
console.log(`Encrypt a second, ${connections} connections, median of ${rounds} × ${seconds} s`);
console.log(`  one data plane   ${median(rates[1]).toFixed(0)}`);
console.log(`  two data planes  ${median(rates[2]).toFixed(0)}`);
console.log(`  ratio            ${(median(rates[2]) / median(rates[1])).toFixed(2)}`);
