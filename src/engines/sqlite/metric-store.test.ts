import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMetricStore } from "../../store/metric-store-suite.ts";
import { openSqliteMetricStore } from "./metric-store.ts";

const log = { info: () => {}, warn: () => {}, error: (details: object, message: string) => console.error(message, details) };

describeMetricStore("SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "metric-store-"));
  return {
    durable: true,
    open: (clock, seriesLimit) =>
      openSqliteMetricStore(join(folder, "metrics.db"), { clock, log, ...(seriesLimit !== undefined && { seriesLimit }) }),
    cleanUp: async () => rmSync(folder, { recursive: true, force: true }),
  };
});
