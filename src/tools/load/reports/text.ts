/** The report for people, in a terminal. */
import type { LatencyHistogram } from "../latency-histogram.ts";
import { type LoadReport, phaseTitles } from "../load-report.ts";
import { shownPercentiles } from "../percentile-table.ts";
import { phaseNames, type Tally } from "../tally.ts";
import { grouped } from "../verdict.ts";

export function textReport({ target, kind, profile, verdict, tally, search, connectionsOpened, limits }: LoadReport): string {
  const what = search && tally ? `, at ${grouped(search.found.rate)} a second` : "";
  const head = `${kind} ${target}, ${profile}\n\n`;
  if (!tally) return `${head}No request was sent.\n`;
  return [
    head,
    counts(tally, limits.limitMs, connectionsOpened),
    `\nLatency, ms, from the moment each request was due${what}\n`,
    latencies(tally),
    failures(tally),
    `\n${verdict.sentences.join("\n")}\n`,
  ].join("");
}

function counts(tally: Tally, limitMs: number, connectionsOpened: number): string {
  const { ended, good, late, refused, unanswered } = tally;
  return `${grouped(ended)} requests: ${grouped(good)} answered well within ${limitMs} ms, ${grouped(late)} later, ${grouped(refused)} refused, ${grouped(unanswered)} without an answer; ${grouped(connectionsOpened)} connections opened\n`;
}

function latencies(tally: Tally): string {
  const titles = ["", ...shownPercentiles.map((each) => (each === 100 ? "max" : `p${each}`)), "count"];
  const row = (title: string, histogram: LatencyHistogram): string[] => [
    title,
    ...shownPercentiles.map((percent) => (histogram.count === 0 ? "" : histogram.quantile(percent / 100).toFixed(2))),
    grouped(histogram.count),
  ];
  const rows = [
    titles,
    row("all", tally.latency),
    ...[...tally.operations].map(([name, { latency }]) => row(name, latency)),
    ...phaseNames.filter((name) => tally.phases[name].count > 0).map((name) => row(`  ${phaseTitles[name]}`, tally.phases[name])),
  ];
  const first = Math.max(...rows.map(([title = ""]) => title.length));
  return rows.map(([title = "", ...cells]) => `${title.padEnd(first)}${cells.map((cell) => cell.padStart(10)).join("")}\n`).join("");
}

function failures({ failures: counted }: Tally): string {
  if (counted.size === 0) return "";
  const lines = [...counted].sort(([, a], [, b]) => b - a).map(([name, count]) => `${grouped(count).padStart(10)}  ${name}\n`);
  return `\nFailures\n${lines.join("")}`;
}
