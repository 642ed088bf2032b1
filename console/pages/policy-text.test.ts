import { expect, test } from "vitest";
import { jsonProblem, prettyJson } from "./policy-text.ts";

test("a policy is shown with line breaks, and as it came where it is no JSON", () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson("{")).toBe("{");
});

test("what is no JSON is said before it is sent", () => {
  expect(jsonProblem('{"Statement": []}')).toBeUndefined();
  expect(jsonProblem("{")).toMatch(/^This is not JSON: /);
});
