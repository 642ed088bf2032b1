/**
 * `npm test`: format, lint, types, unused code, build, then every test, the browser's included. Ends with a line
 * `N passed, N failed`. Arguments go to vitest; `--short` takes the units and the whole way once, without
 * static checks and browser: a round on another Node version.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";

const short = process.argv.includes("--short");
const forVitest = process.argv.slice(2).filter((argument) => argument !== "--short");
const bin = (name) => join("node_modules", ".bin", name);

const checks = [
  ["format", bin("biome"), ["format", "."]],
  ["lint", bin("oxlint"), ["--type-aware", "--deny-warnings", "src", "console", "test", "bench"]],
  ["types", bin("tsc"), ["--noEmit", "-p", "tsconfig.json"]],
  ["types of the console", bin("tsc"), ["--noEmit", "-p", "console/tsconfig.json"]],
  ["unused code", bin("knip"), ["--no-progress"]],
];

/** What shows that another Node version serves: every unit, and the whole way once. */
const shortRound = ["src/", "test/walk/first-look", "test/walk/lives-and-deaths"];

let broken = 0;
if (!short && forVitest.length === 0) for (const [name, command, args] of checks) step(name, command, args);
step("build", process.execPath, ["scripts/build.mjs", "--if-stale"]);

const browser = short ? "" : await findBrowser();
if (browser === undefined) {
  console.error("No browser for the end-to-end tests: install Chromium or set CHROMIUM_PATH.");
  broken++;
}

mkdirSync(".cache", { recursive: true });
const report = join(".cache", `vitest-${process.version}.json`);
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...(short ? shortRound : forVitest),
  ],
  { stdio: "inherit", env: { ...process.env, CHROMIUM_PATH: browser ?? "", NO_COLOR: "1" } },
);
const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, "utf8"));
console.log(`${passed} passed, ${failed + broken} failed`);
process.exitCode = status === 0 && broken === 0 ? 0 : 1;

function step(name, command, args) {
  const began = performance.now();
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  console.log(`${status === 0 ? "ok" : "FAILED"}  ${name}  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (status !== 0) broken++;
}
