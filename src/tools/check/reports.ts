/** The forms that a report can have, one line each. */
import { htmlReport } from "./reports/html.ts";
import { jsonReport } from "./reports/json.ts";
import { junitReport } from "./reports/junit.ts";
import { textReport } from "./reports/text.ts";
import type { CheckReport } from "./run-checks.ts";

export const reports = { text: textReport, json: jsonReport, junit: junitReport, html: htmlReport } as const satisfies Record<
  string,
  (report: CheckReport, awsCounts: boolean) => string
>;
export type ReportForm = keyof typeof reports;
