/** Paging through kept interactions: a page ends at a place in the order, and the next one begins behind it. */
import type { InteractionPage } from "./interaction-log.ts";

/** The last entry of a page: what it is ordered by (epoch ms or latency), and its id among equals. */
export interface Place {
  readonly by: number;
  readonly id: number;
}

/** How long and how much interactions are kept. */
export interface InteractionLimits {
  /** Days. */
  readonly maximumDays: number;
  readonly maximumBytes: number;
}

/** 7 days, 1 GB. */
export const defaultInteractionLimits: InteractionLimits = { maximumDays: 7, maximumBytes: 1_000_000_000 };

/** A page's `after` that this log did not hand out. */
export class UnknownPlace extends Error {
  constructor() {
    super("the paging token is not one that was handed out for this order");
    this.name = "UnknownPlace";
  }
}

/** The token that names a place. */
export function tokenOf(order: InteractionPage["order"], { by, id }: Place): string {
  return `${order === "newest" ? "n" : "s"}_${by}_${id}`;
}

/**
 * The place that a page begins behind; undefined for the first page.
 * @throws UnknownPlace
 */
export function placeOf({ order, after }: InteractionPage): Place | undefined {
  if (after === undefined) return undefined;
  const [, by, id] =
    (order === "newest" ? /^n_(\d{1,16})_(\d{1,16})$/ : /^s_(\d{1,16}(?:\.\d{1,20})?(?:e-?\d{1,3})?)_(\d{1,16})$/).exec(after) ?? [];
  if (by === undefined || id === undefined) throw new UnknownPlace();
  return { by: Number(by), id: Number(id) };
}
