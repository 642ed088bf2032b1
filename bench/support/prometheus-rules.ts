/**
 * Prometheus evaluating the rules that say what the alarms say, over the same data: 10,000 alerting rules in one group, which it
 * evaluates one after the other as a round of alarms is. The data come by remote write, so that they lie where fresh data lie.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Family } from "../../src/export/exposition/family.ts";
import { encodeWriteRequest } from "../../src/export/remote-write/message.ts";
import { freePort, until } from "../../test/support/product.ts";
import { alarmsWanted, evaluationPeriods, periodOf, seriesWanted, statisticOf, storeName, threshold, valueAt } from "./alarm-load.ts";
import { median } from "./raw-load.ts";

const intervalSeconds = 4;
const evaluations = 5;

export interface PrometheusRound {
  readonly version: string;
  /** Of one evaluation of all rules, median. */
  readonly ms: number;
}

/** Undefined where there is no prometheus on the path. */
export async function prometheusRound(log: (line: string) => void): Promise<PrometheusRound | undefined> {
  const version = /version (\S+)/.exec(spawnSync("prometheus", ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
  if (version === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
  writeFileSync(join(folder, "rules.yml"), JSON.stringify(ruleFile()));
  const configuration = { global: { evaluation_interval: `${intervalSeconds}s` }, rule_files: [join(folder, "rules.yml")] };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const process = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--web.enable-remote-write-receiver",
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  try {
    await until(async () => (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok, 60_000);
    log(`prometheus ${version} is ready`);
    const now = Math.floor(Date.now() / 60_000) * 60;
    for (let minute = -30; minute <= 3; minute++) await write(address, now + minute * 60 + 30);
    return { version, ms: await measure(address) };
  } finally {
    await ended(process);
    rmSync(folder, { recursive: true, force: true });
  }
}

function ruleFile() {
  const rules = Array.from({ length: alarmsWanted }, (_, i) => {
    const [seconds, aggregate] = [periodOf(i), statisticOf(i)[1]];
    return {
      alert: `alarm ${i}`,
      expr: `${aggregate}(bench_errors{store="${storeName(i)}"}[${seconds}s]) > ${threshold}`,
      for: `${seconds * (evaluationPeriods - 1)}s`,
    };
  });
  // One group: its rules are evaluated one after the other. JSON is YAML.
  return { groups: [{ name: "alarms", rules }] };
}

async function write(address: string, second: number): Promise<void> {
  const samples = Array.from({ length: seriesWanted }, (_, i) => ({
    labels: [["store", storeName(i)]] as const,
    value: valueAt(i, second),
  }));
  const families: Family[] = [{ name: "bench_errors", help: "Errors.", type: "gauge", samples }];
  const answer = await fetch(`http://${address}/api/v1/write`, {
    method: "POST",
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    body: encodeWriteRequest(families, second * 1000),
  });
  if (!answer.ok) throw new Error(`prometheus answered ${answer.status}: ${await answer.text()}`);
}

/** The median of its own figure for the last evaluations, the data all there. */
async function measure(address: string): Promise<number> {
  const read = async (): Promise<{ rounds: number; seconds: number }> => {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    const value = (name: string): number => Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, "m").exec(text)?.[1] ?? 0);
    return {
      rounds: value("prometheus_rule_group_iterations_total"),
      seconds: value("prometheus_rule_group_last_duration_seconds"),
    };
  };
  const taken: number[] = [];
  let { rounds: seen } = await read();
  while (taken.length < evaluations + 1) {
    const { rounds, seconds } = await read();
    if (rounds > seen && seconds > 0) taken.push(seconds * 1000);
    seen = rounds;
    await new Promise((done) => setTimeout(done, 250));
  }
  // The first may have begun before the data were there.
  return median(taken.slice(1));
}

async function ended(process: ChildProcess): Promise<void> {
  const exited = new Promise<void>((done) => process.once("exit", () => done()));
  process.kill("SIGTERM");
  await exited;
}
