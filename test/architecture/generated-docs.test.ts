/** Pages that are written from tables say what the tables say. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedPages } from "../../scripts/docs.ts";

const root = resolve(import.meta.dirname, "../..");

describe("a generated page", () => {
  it.each(generatedPages().map((page) => [page.path, page.text]))("%s is as `npm run docs` writes it", (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });
});
