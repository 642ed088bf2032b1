import { MemoryMetricStore } from "./memory-metric-store.ts";
import { describeMetricStore } from "./metric-store-suite.ts";

describeMetricStore("the memory store", () => ({
  durable: false,
  open: async (clock, seriesLimit) => new MemoryMetricStore({ clock, ...(seriesLimit !== undefined && { seriesLimit }) }),
  cleanUp: async () => {},
}));
