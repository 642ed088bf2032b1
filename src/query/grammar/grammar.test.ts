/** Whatever the text, the grammars read it or tell its fault; nothing else comes out of them. */
import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInsights } from "../insights/parse.ts";
import { parseMath } from "../metric-math/parse.ts";
import { parseSearch } from "../search/parse.ts";
import { SyntaxFault, tokenize } from "./tokenizer.ts";

const pieces = array(
  constantFrom(
    "m1",
    "SUM(",
    "(",
    ")",
    "[",
    "]",
    ",",
    "+",
    "-",
    "^",
    "<=",
    "AND",
    "OR",
    "NOT",
    "12.5",
    "'a b'",
    '"',
    "{",
    "}",
    "=",
    " ",
    "FROM",
    "IN",
    "\\",
  ),
  { maxLength: 30 },
).map((parts) => parts.join(" "));

describe.each([
  ["metric math", parseMath],
  ["SEARCH", parseSearch],
  ["Metrics Insights", (text: string) => parseInsights(`SELECT AVG(m) FROM n WHERE ${text}`)],
] as const)("%s", (_, parse) => {
  it.each([
    ["any characters", string({ unit: "grapheme" })],
    ["pieces of the languages", pieces],
  ])("reads %s or tells the fault", (_, texts) => {
    assert(
      property(texts, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it("a text nested a thousand times is a fault, no overflow", () => {
  expect(() => parseMath(`${"(".repeat(1000)}1${")".repeat(1000)}`)).toThrow("Nested too deeply at char");
  expect(() => parseSearch(`${"NOT ".repeat(250)}a`)).toThrow("Nested too deeply at char");
});

it("strings keep or lose their backslashes as the language wants", () => {
  const lexicon = { operators: [], quotes: "'", word: /\w+/y };
  expect(tokenize(String.raw`'a\'b' c`, { ...lexicon, escapes: true })[0]).toEqual({
    kind: "string",
    text: String.raw`'a\'b'`,
    value: "a'b",
    at: 1,
  });
  expect(tokenize(String.raw`'a\' b`, { ...lexicon, escapes: false }).map(({ value, at }) => [value, at])).toEqual([
    ["a\\", 1],
    ["b", 6],
    ["", 7],
  ]);
});
