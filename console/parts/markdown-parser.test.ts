import { expect, test } from "vitest";
import { parseInline, parseMarkdown } from "./markdown-parser.ts";

test("blocks are told apart", () => {
  expect(parseMarkdown("# One\ntext\nmore\n\n- a\n- b\n```\nx # y\n```\nend").map(({ kind }) => kind)).toEqual([
    "heading",
    "paragraph",
    "list",
    "code",
    "paragraph",
  ]);
});

test("parts of a line are told apart", () => {
  expect(parseInline("a **b** `c` [d](https://e.example) *f*").map(({ kind }) => kind)).toEqual([
    "text",
    "bold",
    "text",
    "code",
    "text",
    "link",
    "text",
    "italic",
  ]);
});

test("a link that runs script or leaves by another scheme stays text", () => {
  expect(parseInline("[x](javascript:alert(1))")[0]).toMatchObject({ kind: "text" });
  expect(parseInline("[x](//evil.example)")[0]).toMatchObject({ kind: "text" });
  expect(parseInline("[x](/key-stores)")[0]).toMatchObject({ kind: "link" });
});
