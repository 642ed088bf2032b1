/** What we build on: licences we may ship, no addresses of a registry, exact versions. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly resolved?: string;
}

const root = resolve(import.meta.dirname, "../..");
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, LockedPackage> };
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, Record<string, string>>;

const shippable = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "0BSD", "MIT-0"];
const developmentOnly = ["MPL-2.0", "CC-BY-4.0", "CC0-1.0", "Python-2.0", "Unlicense", "MIT OR Apache-2.0", "MIT OR EUPL-1.1+"];
/** nodemailer's family offers a choice; MIT-0 is in it. */
const isAllowed = (license: string, dev: boolean): boolean =>
  shippable.includes(license) ||
  (dev && developmentOnly.includes(license)) ||
  license
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((one) => shippable.includes(one));

describe("the lockfile", () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

  it("holds only packages with a licence that we may use", () => {
    const wrong = packages.filter(([, entry]) => !isAllowed(entry.license ?? "none", entry.dev === true));
    expect(wrong.map(([path, entry]) => `${path}: ${entry.license}`)).toEqual([]);
  });

  it("names no address of a registry", () => {
    expect(packages.filter(([, entry]) => entry.resolved?.startsWith("http")).map(([path]) => path)).toEqual([]);
  });
});

describe("the manifest", () => {
  it("pins every dependency exactly", () => {
    const all = Object.entries({ ...manifest["dependencies"], ...manifest["devDependencies"], ...manifest["optionalDependencies"] });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
