/** Which hosts and origins get in. */
import { describe, expect, it } from "vitest";
import { createGuard } from "./guard.ts";

const guard = createGuard({ allowedHosts: ["kms.example.com", "monitor.example.com:8420", "fd00::1"] });
const ask = (headers: Record<string, string>, method = "POST") => guard({ method, headers })?.status;

describe("the Host header", () => {
  it.each([
    "localhost",
    "localhost:8420",
    "LOCALHOST:1",
    "127.0.0.1:8420",
    "[::1]:8420",
    "[::1]",
    "kms.example.com",
    "kms.example.com:443",
    "monitor.example.com:8420",
    "[fd00::1]:8420",
  ])("may be %s", (host) => {
    expect(ask({ host })).toBeUndefined();
  });

  it.each([
    "evil.example.com",
    "127.0.0.1.evil.example.com",
    "monitor.example.com:81",
    "localhost.",
    "",
    "localhost:8420@evil",
    "10.0.0.1",
  ])("must not be %j", (host) => {
    expect(ask({ host })).toBe(403);
  });

  it("must be there", () => {
    expect(ask({})).toBe(403);
  });
});

describe("the origin", () => {
  const host = "127.0.0.1:8420";
  it("may be this service's own", () => {
    expect(ask({ host, origin: "http://127.0.0.1:8420", "sec-fetch-site": "same-origin" })).toBeUndefined();
    expect(ask({ host: "kms.example.com", origin: "https://kms.example.com" })).toBeUndefined();
  });

  it.each(["https://evil.example.com", "http://127.0.0.1:3000", "http://localhost:8420", "null", "file://", ""])(
    "must not be %j",
    (origin) => {
      expect(ask({ host, origin })).toBe(403);
      expect(ask({ host, origin }, "GET")).toBe(403);
    },
  );

  it("must not be hidden by a request of no mode", () => {
    expect(ask({ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, "GET")).toBe(403);
    expect(ask({ host, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, "GET")).toBe(403);
  });

  it("may be elsewhere for a followed link, but not for a posted form", () => {
    expect(ask({ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, "GET")).toBeUndefined();
    expect(ask({ host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, "POST")).toBe(403);
    expect(ask({ host, "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }, "GET")).toBeUndefined();
  });

  it("is told in a sentence", () => {
    expect(guard({ method: "GET", headers: { host: "evil" } })?.body).toContain("The Host header does not name this service.");
  });
});
