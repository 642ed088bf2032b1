import { expect, it } from "vitest";
import { LineBuffer, type Lines, linesOf } from "./text-lines.ts";

const textOf = ({ bytes }: Lines): string => Buffer.from(bytes).toString("utf8");

it("gathers lines of any text and length as the bytes of a file", () => {
  const buffer = new LineBuffer();
  const texts = ["one", "", "zwölf Boxkämpfer €", "\u{1F511}", "x".repeat(100_000), "last"];
  for (const text of texts) buffer.add(text);
  expect(buffer.count).toBe(texts.length);
  expect(textOf(buffer.view())).toBe(textOf(linesOf(texts)));
  expect(textOf(buffer.view())).toBe(`${texts.join("\n")}\n`);
  expect(buffer.length).toBe(buffer.view().bytes.length);
});

it("begins anew when taken or cleared, and what was taken stays", () => {
  const buffer = new LineBuffer();
  buffer.add("first");
  const taken = buffer.take();
  buffer.add("other");
  buffer.clear();
  buffer.append(linesOf(["third", "fourth"]));
  expect(taken).toEqual(linesOf(["first"]));
  expect(buffer.view()).toEqual(linesOf(["third", "fourth"]));
});
