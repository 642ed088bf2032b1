/** Options that lead to something else than themselves. */
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
