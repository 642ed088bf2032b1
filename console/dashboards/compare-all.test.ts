import { expect, test } from "vitest";
import { compareAll } from "./compare-all.ts";
import { placeOf } from "./dashboard-body.ts";

const stores = ["a", "b", "c", "d"].map((name) => ({ keyStoreId: `cks-${name}`, name, quotaPerSecond: 1800 }));

test("the same graph of two stores stands side by side", () => {
  const { widgets } = compareAll(stores.slice(0, 2), "us-east-1");
  expect(widgets).toHaveLength(10);
  expect(widgets.slice(0, 2).map(({ properties }) => properties["title"])).toEqual(["a: Total requests", "b: Total requests"]);
  expect(widgets.slice(0, 2).map(placeOf)).toMatchObject([
    { x: 0, y: 0, width: 12 },
    { x: 12, y: 0, width: 12 },
  ]);
});

test("more than three stores go on in the next row, without overlap", () => {
  const places = compareAll(stores, "us-east-1").widgets.map(placeOf);
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(20);
  expect(places[3]).toMatchObject({ x: 0, y: 6 });
});

test("without a key store it is empty", () => {
  expect(compareAll([], "us-east-1").widgets).toEqual([]);
});
