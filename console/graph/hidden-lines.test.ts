import { expect, test } from "vitest";
import { nextHidden } from "./hidden-lines.ts";

const ids = ["a", "b", "c"];

test("a choice shows that line alone", () => {
  expect(nextHidden(ids, new Set(), "b", false)).toEqual(new Set(["a", "c"]));
});

test("choosing the lone line again shows all", () => {
  expect(nextHidden(ids, new Set(["a", "c"]), "b", false)).toEqual(new Set());
});

test("choosing another line while one is alone moves to that one", () => {
  expect(nextHidden(ids, new Set(["a", "c"]), "a", false)).toEqual(new Set(["b", "c"]));
});

test("a modified choice hides and shows one line", () => {
  expect(nextHidden(ids, new Set(), "a", true)).toEqual(new Set(["a"]));
  expect(nextHidden(ids, new Set(["a"]), "a", true)).toEqual(new Set());
});
