/** The report as one HTML page that stands alone. */
import type { CheckOutcome, CheckReport } from "../run-checks.ts";
import { shown } from "./json.ts";
import { escape } from "./junit.ts";

const style = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#16191f;background:#fff}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #d5dbdb;padding:.4rem;text-align:left;vertical-align:top}
.pass{color:#1d8102}.fail{color:#d13212;font-weight:700}.warn{color:#8d6605}.skip{color:#687078}pre{white-space:pre-wrap;word-break:break-all;font-size:12px}
@media(prefers-color-scheme:dark){body{color:#d1d5db;background:#0f141a}td,th{border-color:#354150}}`;

export function htmlReport(report: CheckReport): string {
  const title = `XKS proxy check: ${report.uriEndpoint}${report.uriPath}`;
  const verdict = `${report.conforms ? "Conforms" : "Does not conform"} to the XKS Proxy API specification. AWS KMS would ${report.awsWouldAccept ? "" : "not "}accept it.`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${style}</style></head>
<body><h1>${escape(title)}</h1><p>${new Date(report.at).toISOString()}, ${(report.durationMs / 1000).toFixed(1)} s. <strong>${verdict}</strong></p>
<table><thead><tr><th>Check</th><th>Level</th><th>Result</th><th>What holds, what was seen, what to do</th></tr></thead>
<tbody>
${report.outcomes.map(row).join("\n")}
</tbody></table></body></html>
`;
}

function row({ check, finding, evidence }: CheckOutcome): string {
  const todo = finding.result === "fail" ? `<br>To do: ${escape(check.remedy)} <small>[${escape(check.source)}]</small>` : "";
  const proof =
    evidence.length === 0
      ? ""
      : `<details><summary>Evidence</summary><pre>${escape(JSON.stringify(evidence.map(shown), undefined, 2))}</pre></details>`;
  return `<tr><td>${check.id}</td><td>${check.level}</td><td class="${finding.result}">${finding.result}</td><td>${escape(check.title)}<br>${escape(finding.detail)}${todo}${proof}</td></tr>`;
}
