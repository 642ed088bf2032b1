import { expect, test } from "vitest";
import { alignResults } from "./columns.ts";
import { popupItems, spokenPoint } from "./popup.ts";

const columns = alignResults(
  [
    { Id: "a", Label: "Encrypt / Encrypt", Timestamps: [300], Values: [12.345] },
    { Id: "b", Label: "Decrypt / Decrypt", Timestamps: [0], Values: [3] },
    { Id: "c", Label: "ReEncrypt / Decrypt", Timestamps: [300], Values: [250] },
  ],
  0,
  600,
  300,
);
const styles = [
  { color: "#111111", dash: [] },
  { color: "#222222", dash: [] },
  { color: "#333333", dash: [] },
];
const content = { columns, styles, hidden: new Set<string>(), unit: " ms", zone: "utc" as const, events: [] };

test("a point lists every line highest first with its own colour, a missing value as a dash", () => {
  const { time, items } = popupItems(content, 1);
  expect(time).toBe("1970-01-01 00:05 UTC");
  expect(items.map(({ label, value, color }) => [label, value, color])).toEqual([
    ["ReEncrypt / Decrypt", "250 ms", "#333333"],
    ["Encrypt / Encrypt", "12.35 ms", "#111111"],
    ["Decrypt / Decrypt", "–", "#222222"],
  ]);
});

test("hidden lines have no item", () => {
  expect(popupItems({ ...content, hidden: new Set([columns.lines[0]?.id ?? ""]) }, 1).items).toHaveLength(2);
});

test("beyond ten lines those without data are counted in one", () => {
  const many = alignResults(
    Array.from({ length: 12 }, (_, place) => ({ Id: `m${place}`, ...(place < 4 && { Timestamps: [0], Values: [place] }) })),
    0,
    300,
    300,
  );
  const { items, more } = popupItems({ ...content, columns: many, styles: [] }, 0);
  expect([items.length, more]).toEqual([4, 8]);
});

test("a screen reader hears that there is no data", () => {
  expect(spokenPoint(content, 0)).toContain("Encrypt / Encrypt no data");
});
