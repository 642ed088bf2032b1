/**
 * One million mutated requests through the door in three protocols: none may be answered with an internal error, memory stays
 * flat. The same test as in CI, with more runs.
 *
 *     npx tsx bench/mutations.ts [RUNS]
 */
import { spawnSync } from "node:child_process";

const protocols = 3;
const runs = Math.ceil(Number(process.argv[2] ?? 1_000_000) / protocols);
const began = performance.now();
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--testTimeout", "3600000", "src/aws/dispatch.properties.test.ts"],
  { stdio: "inherit", env: { ...process.env, XKSWATCH_MUTATIONS: String(runs) } },
);
console.log(
  `${runs * protocols} mutated requests in ${((performance.now() - began) / 1000).toFixed(0)} s: ${status === 0 ? "all answered in form" : "FAILED"}`,
);
process.exitCode = status ?? 1;
