/** The report for people, in a terminal. */
import type { CheckOutcome, CheckReport } from "../run-checks.ts";

const marks = { pass: "ok  ", fail: "FAIL", warn: "warn", skip: "skip" } as const;

export function textReport(report: CheckReport): string {
  const lines = report.outcomes.map(line);
  const count = (result: CheckOutcome["finding"]["result"]) => report.outcomes.filter(({ finding }) => finding.result === result).length;
  const verdict = [
    `${count("pass")} passed, ${count("fail")} failed, ${count("warn")} warnings, ${count("skip")} skipped in ${(report.durationMs / 1000).toFixed(1)} s`,
    report.conforms
      ? "Conforms to the XKS Proxy API specification as far as it was checked."
      : "Does not conform to the XKS Proxy API specification.",
    report.awsWouldAccept ? "AWS KMS would accept it." : `AWS KMS would not accept it${codes(report)}.`,
  ];
  return `${report.uriEndpoint}${report.uriPath}\n\n${lines.join("")}\n${verdict.join("\n")}\n`;
}

function line({ check, finding }: CheckOutcome): string {
  const head = `${marks[finding.result]} ${check.id.padEnd(4)} ${check.level.padEnd(6)} ${check.title}: ${finding.detail}\n`;
  return finding.result === "fail" ? `${head}                 to do: ${check.remedy} [${check.source}]\n` : head;
}

function codes({ outcomes }: CheckReport): string {
  const told = [...new Set(outcomes.map(({ connectionErrorCode }) => connectionErrorCode).filter((code) => code !== undefined))];
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}
