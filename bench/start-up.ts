/**
 * From the command to the first answered request with 10,000 KMS keys in 100 key stores, against an empty data folder.
 *
 *     npm run build && npx tsx bench/start-up.ts
 */
import { join } from "node:path";
import { openStateDatabase } from "../src/engines/sqlite/resource-store.ts";
import { systemClock } from "../src/lib/clock.ts";
import { openSealedStore } from "../src/store/open-sealed-store.ts";
import type { Change } from "../src/store/resource-store.ts";
import { startProduct, temporaryDirectory } from "../test/support/product.ts";
import { median } from "./support/raw-load.ts";

const rounds = 3;
const keyStores = 100;
const keys = 10_000;

const large = temporaryDirectory();
await fillState(large);
const times = { empty: [] as number[], large: [] as number[] };
for (let round = 0; round < rounds; round++) {
  times.empty.push(await startMs(temporaryDirectory()));
  times.large.push(await startMs(large));
}
console.log(`Start of \`xkswatch serve\` until it says that it serves, median of ${rounds}`);
console.log(`  empty data folder                       ${median(times.empty).toFixed(0)} ms`);
console.log(`  ${keys} keys in ${keyStores} key stores          ${median(times.large).toFixed(0)} ms`);

async function startMs(dataDirectory: string): Promise<number> {
  const began = performance.now();
  const product = await startProduct({ command: "serve", dataDirectory });
  const ms = performance.now() - began;
  await product.stop();
  return ms;
}

/** Stores that nobody connected, so that no health check runs meanwhile. */
async function fillState(dataDirectory: string): Promise<void> {
  const { resources } = await openSealedStore(
    await openStateDatabase(join(dataDirectory, "state.db")),
    join(dataDirectory, "master.key"),
    systemClock,
  );
  const createdAt = systemClock.now();
  const storeId = (index: number): string => `cks-${index.toString(16).padStart(17, "0")}`;
  const changes: Change[] = [];
  for (let index = 0; index < keyStores; index++) {
    changes.push({
      kind: "key-store",
      id: storeId(index),
      value: {
        id: storeId(index),
        name: `store ${index}`,
        connectivity: "PUBLIC_ENDPOINT",
        uriEndpoint: `https://proxy-${index}.example.com`,
        uriPath: "/kms/xks/v1",
        credential: { accessKeyId: "A".repeat(20), secretAccessKey: "s".repeat(43), setAt: createdAt },
        connectionState: "DISCONNECTED",
        stateChangedAt: createdAt,
        createdAt,
        quotaPerSecond: 1800,
      },
    });
  }
  for (let index = 0; index < keys; index++) {
    const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
    changes.push({
      kind: "kms-key",
      id,
      value: {
        id,
        arn: `arn:aws:kms:us-east-1:123456789012:key/${id}`,
        keyStoreId: storeId(index % keyStores),
        externalKeyId: `key-${index}`,
        description: "",
        ownState: "Enabled",
        createdAt,
        policy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"kms:*","Resource":"*"}]}',
        tags: [],
        innerKey: systemClock.randomBytes(32),
      },
    });
  }
  await resources.write(changes);
  await resources.close();
}
