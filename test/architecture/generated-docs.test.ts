/** Pages that are written from tables say what the tables say. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedPages } from "../../scripts/docs.ts";

const root = resolve(import.meta.dirname, "../..");

describe("a generated page", () => {
  it.each(generatedPages().map((page) => [page.path, page.text]))("%s is as `npm run docs` writes it", (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });
});

describe("a page that is written by hand", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(join(root, "docs"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ];

  it.each(pages)("%s names only files that are there", (page) => {
    const text = readFileSync(join(root, page), "utf8");
    const named = [...text.matchAll(/`((?:src|console|test|bench|scripts)\/[\w./-]*\.\w+)`/g)].map((match) => match[1] as string);
    const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => join(page, "..", match[1] as string));
    expect([...named, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
