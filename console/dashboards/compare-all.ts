/** The dashboard that is there from the start: the five graphs of every key store, store beside store. */
import { fiveGraph, graphIds } from "../graph/five-graphs.ts";
import type { DashboardBody, Widget } from "./dashboard-body.ts";

export const compareAllName = "All-key-stores";

interface ComparedStore {
  readonly keyStoreId: string;
  readonly name: string;
  readonly quotaPerSecond: number;
}

/** One row per graph, one column per store: up to three stores side by side, further ones below. */
export function compareAll(stores: readonly ComparedStore[], region: string): DashboardBody {
  const across = Math.min(Math.max(stores.length, 1), 3);
  const width = 24 / across;
  const height = 6;
  const bands = Math.ceil(stores.length / across);
  const widgets = graphIds.flatMap((id, row) =>
    stores.map(
      (store, index): Widget => ({
        type: "metric",
        x: (index % across) * width,
        y: (row * bands + Math.floor(index / across)) * height,
        width,
        height,
        properties: fiveGraph(id, { ...store, region }, store.name) as unknown as Readonly<Record<string, unknown>>,
      }),
    ),
  );
  return { widgets };
}
