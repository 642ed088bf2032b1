/** Settles among data planes which part of each key store's quota each of them may use, by what its clients ask for. */

/** Requests asked for since the last settlement, by key store id. */
export type Demand = Readonly<Record<string, number>>;
/** Parts of a quota, above 0, by key store id. */
export type Shares = Readonly<Record<string, number>>;

/** Of each quota so much stays spread evenly, so that a plane whose clients were quiet can serve the first of them. */
const evenPart = 0.1;

/**
 * For each plane its shares, in the order given: mostly in proportion to the demand, a part evenly. The shares of one key store
 * add up to 1; a store that nobody asked for keeps the default share.
 */
export function settleShares(demands: readonly Demand[]): readonly Shares[] {
  const totals = new Map<string, number>();
  for (const demand of demands) for (const [id, asked] of Object.entries(demand)) totals.set(id, (totals.get(id) ?? 0) + asked);
  return demands.map((demand) =>
    Object.fromEntries([...totals].map(([id, total]) => [id, evenPart / demands.length + (1 - evenPart) * ((demand[id] ?? 0) / total)])),
  );
}
