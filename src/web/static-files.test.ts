import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ApiResponse, Door, Headers } from "../lib/door.ts";
import { contentSecurityPolicy, createStaticFiles } from "./static-files.ts";

const script = "console.log('graph');".repeat(200);
let directory: string;
let door: Door;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "xkswatch-console-"));
  const root = join(directory, "console");
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<!doctype html><title>xkswatch</title>");
  writeFileSync(join(root, "assets", "main-a1b2c3.js"), script);
  writeFileSync(join(directory, "outside.txt"), "not to be seen");
  door = createStaticFiles(root);
});
afterEach(() => rmSync(directory, { recursive: true }));

const get = (path: string, headers: Headers = {}, method = "GET"): Promise<ApiResponse> =>
  door({ method, path, headers, body: new Uint8Array(), remoteAddress: "" });

describe("createStaticFiles", () => {
  it.each(["/", "/key-stores", "/key-stores/cks-1?view=latency", "/explorer?graph=a.b"])(
    "serves the console at %s, always asked for anew",
    async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers["content-type"], answer.headers["cache-control"]]).toEqual([
        200,
        "text/html; charset=utf-8",
        "no-cache",
      ]);
      expect(String(answer.body)).toContain("<title>xkswatch</title>");
    },
  );

  it("serves hashed files for ever", async () => {
    const answer = await get("/assets/main-a1b2c3.js");
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(answer.headers["cache-control"]).toContain("immutable");
    expect(String(answer.body)).toBe(script);
  });

  it("compresses for who asks", async () => {
    const answer = await get("/assets/main-a1b2c3.js", { "accept-encoding": "br, gzip;q=0.8" });
    expect([answer.headers["content-encoding"], answer.headers["vary"]]).toEqual(["gzip", "accept-encoding"]);
    expect(gunzipSync(answer.body as Buffer).toString()).toBe(script);
    for (const unwilling of ["br", "gzip;q=0", "identity"])
      expect((await get("/assets/main-a1b2c3.js", { "accept-encoding": unwilling })).headers["content-encoding"]).toBeUndefined();
  });

  it("answers 304 to who has it", async () => {
    const { headers } = await get("/");
    const again = await get("/", { "if-none-match": `"other", ${String(headers["etag"])}` });
    expect([again.status, again.body]).toEqual([304, ""]);
  });

  it.each([
    "/favicon.ico",
    "/assets/gone.js",
    "/../outside.txt",
    "/assets/../../outside.txt",
    "/%2e%2e/outside.txt",
    "/..%2foutside.txt",
    "//outside.txt",
    "/assets\\..\\..\\outside.txt",
  ])("has nothing at %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each(["/", "/assets/main-a1b2c3.js", "/gone.js"])("sends the security headers with %s", async (path) => {
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect(contentSecurityPolicy).not.toMatch(/unsafe|https?:|\*/);
  });

  it("answers HEAD without a body, and nothing else", async () => {
    const answer = await get("/", {}, "HEAD");
    expect([answer.status, answer.body, answer.headers["content-length"]]).toEqual([200, "", "38"]);
    expect((await get("/", {}, "POST")).status).toBe(405);
  });

  it("says what to do where the console is not built, and serves it once it is", async () => {
    const root = join(directory, "later");
    door = createStaticFiles(root);
    const answer = await get("/");
    expect([answer.status, String(answer.body)]).toEqual([503, expect.stringContaining("npm run build")]);
    mkdirSync(root);
    writeFileSync(join(root, "index.html"), "built");
    expect((await get("/")).status).toBe(200);
  });
});
