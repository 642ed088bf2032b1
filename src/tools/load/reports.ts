/** The forms of a load report, one file each. */
import { percentileTable } from "./percentile-table.ts";
import type { LoadReport } from "./load-report.ts";
import { htmlReport } from "./reports/html.ts";
import { jsonReport } from "./reports/json.ts";
import { textReport } from "./reports/text.ts";

export const loadReports = {
  text: textReport,
  json: jsonReport,
  html: htmlReport,
  percentiles: ({ tally }: LoadReport): string => (tally ? percentileTable(tally.latency) : ""),
} as const satisfies Record<string, (report: LoadReport) => string>;
