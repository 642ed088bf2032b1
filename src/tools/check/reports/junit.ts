/**
 * The report as JUnit XML, for CI systems. Warnings are passes there; a SHOULD that fails is one too, with its finding in
 * system-out, and so is what AWS alone would refuse unless that was asked for: a CI system and the exit status say the same.
 */
import type { CheckOutcome, CheckReport } from "../run-checks.ts";

/** @param awsCounts whether what AWS KMS would refuse is a failure */
export function junitReport({ outcomes, durationMs, uriEndpoint, uriPath }: CheckReport, awsCounts: boolean): string {
  const isFailure = ({ check, finding }: CheckOutcome): boolean =>
    finding.result === "fail" && (check.level === "must" || (check.level === "aws" && awsCounts));
  const failures = outcomes.filter(isFailure).length;
  const skipped = outcomes.filter(({ finding }) => finding.result === "skip").length;
  const attributes = `name="XKS proxy ${escape(`${uriEndpoint}${uriPath}`)}" tests="${outcomes.length}" failures="${failures}" skipped="${skipped}" time="${seconds(durationMs)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite ${attributes}>\n${outcomes.map((one) => testCase(one, isFailure(one))).join("")}</testsuite>\n`;
}

function testCase({ check, finding, durationMs }: CheckOutcome, failed: boolean): string {
  const head = `  <testcase classname="xks.${check.level}" name="${escape(`${check.id} ${check.title}`)}" time="${seconds(durationMs)}"`;
  if (finding.result === "skip") return `${head}><skipped message="${escape(finding.detail)}"/></testcase>\n`;
  if (failed) {
    return `${head}><failure message="${escape(finding.detail)}">${escape(`${check.remedy} [${check.source}]`)}</failure></testcase>\n`;
  }
  return `${head}><system-out>${escape(`${finding.result}: ${finding.detail}`)}</system-out></testcase>\n`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** XML text and attributes; characters that XML does not know are left out. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (one) => entities[one] ?? "").replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "");
}
