/** The report as one HTML page that stands alone, with the limits of an external key store drawn in. */
import type { LatencyHistogram } from "../latency-histogram.ts";
import { type LoadReport, phaseTitles } from "../load-report.ts";
import { percentileLines, shownPercentiles } from "../percentile-table.ts";
import { phaseNames, secondQuantile, type SecondTally, type Tally } from "../tally.ts";
import { grouped, type Limits } from "../verdict.ts";
import { escape } from "../../check/reports/junit.ts";
import { chartSvg } from "./chart.ts";

const style = `:root{--text:#16191f;--back:#fff;--rule:#d5dbdb;--soft:#687078;--a:#0972d3;--b:#8456ce;--c:#e07f00;--bad:#d13212;--good:#1d8102}
@media(prefers-color-scheme:dark){:root{--text:#d1d5db;--back:#0f141a;--rule:#354150;--soft:#8d99a8;--a:#539fe5;--b:#a783e1;--c:#ffb347;--bad:#ff5d64;--good:#29ad32}}
body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:var(--text);background:var(--back)}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--rule);padding:.3rem .5rem;text-align:right}td:first-child,th:first-child{text-align:left}
figure{margin:1.5rem 0}svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--soft)}.grid{stroke:var(--rule)}.limit{stroke:var(--bad);stroke-dasharray:6 4}svg .limit-text{fill:var(--bad)}
.line{fill:none;stroke-width:1.6}.line.a{stroke:var(--a)}.line.b{stroke:var(--b)}.line.c{stroke:var(--c)}.line.bad{stroke:var(--bad)}.line.good{stroke:var(--good)}.line.faint{stroke:var(--soft);stroke-dasharray:2 3}
.key::before{content:"— ";font-weight:700}.key.a{color:var(--a)}.key.b{color:var(--b)}.key.c{color:var(--c)}.key.bad{color:var(--bad)}.key.good{color:var(--good)}.key.faint{color:var(--soft)}
.verdict{border-left:4px solid var(--good);padding:.5rem 1rem}.verdict.bad{border-color:var(--bad)}`;

export function htmlReport(report: LoadReport): string {
  const { target, kind, profile, at, durationMs, verdict, tally, limits, search, settings } = report;
  const title = `Load on the ${kind} ${target}`;
  const settingRows = Object.entries(settings).map(([name, value]) => `<tr><td>${escape(name)}</td><td>${escape(value)}</td></tr>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style></head>
<body><h1>${escape(title)}</h1>
<p>${new Date(at).toISOString()}, ${(durationMs / 1000).toFixed(1)} s, ${escape(profile)}</p>
<div class="verdict${verdict.holds ? "" : " bad"}">${verdict.sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join("")}</div>
${search ? searchPart(report) : ""}
${tally ? tallyPart(tally, report, limits) : "<p>No request was sent.</p>"}
<h2>Settings</h2><table>${settingRows.join("")}</table>
</body></html>
`;
}

function searchPart({ search, limits }: LoadReport): string {
  const steps = search?.steps ?? [];
  const rows = steps.map(({ rate, thorough, due, missed, refused }, index) => {
    const share = due === 0 ? "" : `${((100 * missed) / due).toFixed(2)} %`;
    return `<tr><td>${index + 1}</td><td>${grouped(rate)}</td><td>${thorough ? "thorough" : "short"}</td><td>${grouped(due)}</td><td>${grouped(refused)}</td><td>${share}</td></tr>`;
  });
  const chart = chartSvg(
    {
      title: "Steps of the search",
      xTitle: "step",
      yTitle: "requests a second",
      lines: [{ title: "rate", style: "a", points: steps.map(({ rate }, index) => [index + 1, rate]) }],
      limit: { y: limits.quotaPerSecond, title: `AWS KMS sends up to ${grouped(limits.quotaPerSecond)}/s` },
      xMarks: steps.map((_step, index) => [index + 1, String(index + 1)]),
    },
    escape,
  );
  return `<h2>Search</h2>${chart}
<table><tr><th>step</th><th>rate</th><th>kind</th><th>requests</th><th>refused</th><th>missed</th></tr>${rows.join("")}</table>`;
}

function tallyPart(tally: Tally, { schedule, search }: LoadReport, limits: Limits): string {
  const at = search ? ` at ${grouped(search.found.rate)} a second` : "";
  return `<h2>Requests${at}</h2>
<p>${grouped(tally.ended)} requests: ${grouped(tally.good)} answered well within ${limits.limitMs} ms, ${grouped(tally.late)} later, ${grouped(tally.refused)} refused, ${grouped(tally.unanswered)} without an answer.</p>
${rateChart(tally, limits, schedule)}
${latencyChart(tally, limits)}
${percentileChart(tally.latency, limits)}
<h2>Latency, ms, from the moment each request was due</h2>
${latencyTable(tally)}
${failureTable(tally)}`;
}

const line = (seconds: readonly SecondTally[], value: (second: SecondTally) => number | undefined) =>
  seconds.flatMap((second): [number, number][] => {
    const y = value(second);
    return y === undefined ? [] : [[second.second, y]];
  });

function rateChart({ seconds }: Tally, { quotaPerSecond }: Limits, schedule: LoadReport["schedule"]): string {
  const wanted = schedule
    ? [{ title: "wanted", style: "faint", points: line(seconds, ({ second }) => schedule.rateAt(second + 0.5)) }]
    : [];
  return chartSvg(
    {
      title: "Requests a second",
      xTitle: "seconds",
      yTitle: "a second",
      lines: [
        ...wanted,
        { title: "answered well in time", style: "good", points: line(seconds, ({ good }) => good) },
        { title: "refused, late or without an answer", style: "bad", points: line(seconds, ({ due, good }) => due - good) },
      ],
      limit: { y: quotaPerSecond, title: `AWS KMS sends up to ${grouped(quotaPerSecond)}/s` },
    },
    escape,
  );
}

function latencyChart({ seconds }: Tally, { limitMs }: Limits): string {
  return chartSvg(
    {
      title: "Latency",
      xTitle: "seconds",
      yTitle: "ms",
      logarithmic: true,
      lines: [
        { title: "p50", style: "a", points: line(seconds, (second) => secondQuantile(second, 0.5)) },
        { title: "p99", style: "b", points: line(seconds, (second) => secondQuantile(second, 0.99)) },
        { title: "maximum", style: "c", points: line(seconds, ({ maximumMs, due }) => (due > 0 ? maximumMs : undefined)) },
      ],
      limit: { y: limitMs, title: `AWS KMS waits ${limitMs} ms` },
    },
    escape,
  );
}

/** With as much room for each further nine. */
function percentileChart(latency: LatencyHistogram, { limitMs }: Limits): string {
  const x = (share: number): number => -Math.log10(Math.max(1 - share, 0.5 / Math.max(1, latency.count)));
  return chartSvg(
    {
      title: "Latency by percentile",
      xTitle: "percentile",
      yTitle: "ms",
      logarithmic: true,
      lines: [{ title: "latency", style: "a", points: percentileLines(latency).map(({ share, latencyMs }) => [x(share), latencyMs]) }],
      limit: { y: limitMs, title: `AWS KMS waits ${limitMs} ms` },
      xMarks: [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999]
        .filter((share) => share === 0 || 1 - share > 1 / latency.count)
        .map((share) => [x(share), `${Number((share * 100).toFixed(3))} %`]),
    },
    escape,
  );
}

function latencyTable(tally: Tally): string {
  const row = (title: string, histogram: LatencyHistogram): string => {
    const cells = shownPercentiles.map((percent) => (histogram.count === 0 ? "" : histogram.quantile(percent / 100).toFixed(2)));
    return `<tr><td>${escape(title)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}<td>${grouped(histogram.count)}</td></tr>`;
  };
  const titles = shownPercentiles.map((percent) => `<th>${percent === 100 ? "max" : `p${percent}`}</th>`);
  return `<table><tr><th></th>${titles.join("")}<th>count</th></tr>
${row("all", tally.latency)}
${[...tally.operations].map(([name, { latency }]) => row(name, latency)).join("\n")}
${phaseNames.map((name) => row(`phase: ${phaseTitles[name]}`, tally.phases[name])).join("\n")}
${row("the load generator's own lateness", tally.ownLateness)}</table>`;
}

function failureTable({ failures }: Tally): string {
  if (failures.size === 0) return "";
  const rows = [...failures]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `<tr><td>${escape(name)}</td><td>${grouped(count)}</td></tr>`);
  return `<h2>Failures</h2><table><tr><th>operation and failure</th><th>requests</th></tr>${rows.join("")}</table>`;
}
