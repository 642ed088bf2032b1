/** Where the 250 milliseconds of a key store's interactions go, from those that are kept. */
import type { InteractionShape } from "../console-shapes.ts";
import { type Phase, phasesOf } from "../parts/phases.ts";

export interface Budget {
  readonly connection: "new" | "kept-alive";
  readonly count: number;
  /** Medians of the parts, milliseconds; only parts that occur. */
  readonly parts: readonly Phase[];
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One budget for first attempts on new connections and one for those on kept-alive ones, where there are any. */
export function budgetsOf(interactions: readonly InteractionShape[]): Budget[] {
  const attempts = interactions.flatMap(({ Attempts }) => Attempts.slice(0, 1));
  return (["new", "kept-alive"] as const).flatMap((connection): Budget[] => {
    const those = attempts.filter(({ Reused }) => Reused === (connection === "kept-alive"));
    if (those.length === 0) return [];
    const byPart = new Map<Phase["name"], number[]>();
    for (const attempt of those) for (const { name, ms } of phasesOf(attempt)) byPart.set(name, [...(byPart.get(name) ?? []), ms]);
    const totals = those.map(({ TotalMs }) => TotalMs);
    return [
      {
        connection,
        count: those.length,
        parts: [...byPart].map(([name, values]) => ({ name, ms: quantile(values, 0.5) })),
        p50Ms: quantile(totals, 0.5),
        p99Ms: quantile(totals, 0.99),
      },
    ];
  });
}

/** The value below which a share of the values lies: the nearest one. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}
