import { expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { mergeInOrder } from "./merge-in-order.ts";

it("tries a batch again until it is kept, and no later one before it", async () => {
  const clock = new ManualClock();
  const tried: number[] = [];
  const merged: number[] = [];
  const errors: unknown[] = [];
  let full = true;
  const take = mergeInOrder({
    clock,
    merge: async (_bytes, { sequence }) => {
      tried.push(sequence);
      if (full) throw new Error("the disk is full");
    },
    onMerged: ({ sequence }) => merged.push(sequence),
    onError: (error) => errors.push(error),
  });
  for (const sequence of [1, 2, 3]) take(new Uint8Array(), { id: "own", sequence });
  await clock.advance(2500);
  expect([tried, merged, errors.length]).toEqual([[1, 1, 1], [], 3]);
  full = false;
  await clock.advance(1000);
  expect([tried, merged]).toEqual([
    [1, 1, 1, 1, 2, 3],
    [1, 2, 3],
  ]);
});
