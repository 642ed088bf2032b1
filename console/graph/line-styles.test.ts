import { expect, test } from "vitest";
import { alignResults, withPrevious } from "./columns.ts";
import { lineStyles } from "./line-styles.ts";

const result = (Id: string, Label: string) => ({ Id, Label, Timestamps: [0], Values: [1] });
const widget = { region: "r", metrics: [["N", "M", { id: "b", color: "#123456" }]] } as const;
const columns = (...labels: readonly string[]) =>
  alignResults(
    labels.map((label, place) => result(`q${place}`, label)),
    0,
    60,
    60,
  );

test("two lines of one label have two colours", () => {
  const [first, second] = lineStyles(widget, columns("ReEncrypt", "ReEncrypt"), "light");
  expect(first?.color).not.toBe(second?.color);
});

test("the period before has the colour of now, paler", () => {
  const both = withPrevious(columns("a", "b"), columns("b", "c"));
  const [, b, earlierB, earlierC] = lineStyles(widget, both, "dark");
  expect(earlierB?.color).toBe(`${b?.color}80`);
  expect(earlierC?.color.slice(0, 7)).not.toBe(b?.color);
});

test("a colour that the definition names is taken", () => {
  expect(lineStyles(widget, alignResults([result("b", "x")], 0, 60, 60), "light")).toMatchObject([{ color: "#123456" }]);
});
