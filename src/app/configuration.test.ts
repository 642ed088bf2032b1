/** Options that lead to something else than themselves. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publicAddressOf, resolveConfiguration } from "./configuration.ts";
import { UsageError } from "./usage-error.ts";

const resolve = (flags: Record<string, string>) => resolveConfiguration("serve", { data: "/nowhere", ...flags }, {});

describe("--public-url", () => {
  it("is where links lead, and may be called as a host", () => {
    const configuration = resolve({ "public-url": "https://xkswatch.example.com/" });
    expect(publicAddressOf(configuration)).toBe("https://xkswatch.example.com");
    expect(configuration.allowedHosts).toContain("xkswatch.example.com");
  });

  it("where it is not given, links lead to the address listened on", () => {
    expect(publicAddressOf(resolve({ port: "9000" }))).toBe("http://127.0.0.1:9000");
  });

  it.each(["xkswatch.example.com", "ftp://example.com", "https://example.com/monitor", "https://user@example.com"])(
    "%s is refused",
    (url) => {
      expect(() => resolve({ "public-url": url })).toThrow(UsageError);
    },
  );
});

describe("--recommended-alarms", () => {
  it.each([
    ["off", undefined],
    ["on", {}],
    ["ops@example.com", { notify: "ops@example.com" }],
    ["arn:aws:sns:us-east-1:123456789012:ops", { notify: "arn:aws:sns:us-east-1:123456789012:ops" }],
  ])("%s", (text, wanted) => {
    expect(resolve({ "recommended-alarms": text }).recommendedAlarms).toEqual(wanted);
  });

  it("refuses what is no target", () => {
    expect(() => resolve({ "recommended-alarms": "yes" })).toThrow(/off, on, an ARN/);
  });
});

describe("a wrong value that may hold a secret", () => {
  it.each([
    ["smtp", "smtp:/mail:hunter2@example.com"],
    ["remote-write-token", "hunter2\n"],
  ])("--%s is not shown", (key, value) => {
    const told = (): string => {
      try {
        resolve({ [key]: value });
        return "taken";
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(told()).not.toContain("hunter2");
  });

  it("nor is a line of the file that has no key", () => {
    const file = join(mkdtempSync(join(tmpdir(), "xkswatch-conf-")), "a.conf");
    writeFileSync(file, "port = 9000\nremote-write-token hunter2\n");
    expect(() => resolve({ config: file })).toThrow(/a\.conf line 2: the line must be `key = value`$/);
  });
});
