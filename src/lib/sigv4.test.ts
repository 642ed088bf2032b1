/** Signatures against AWS's published vectors and against the signer of AWS's own SDK. */
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, it } from "vitest";
import type { Headers } from "./door.ts";
import { SigningKeys, sign, verify, type VerifyRequest } from "./sigv4.ts";

const accessKeyId = "AKIDEXAMPLE";
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const vectorTime = Date.UTC(2015, 7, 30, 12, 36, 0);
const nothing = new Uint8Array();

describe("AWS's vectors", () => {
  const host = "example.amazonaws.com";
  it.each<[string, string, string, Record<string, string>, string, string]>([
    ["get-vanilla", "GET", "/", {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    [
      "get-vanilla-query-order-key-case",
      "GET",
      "/?Param2=value2&Param1=value1",
      {},
      "",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    ["post-vanilla", "POST", "/", {}, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "get-header-value-trim",
      "GET",
      "/",
      { "my-header1": " value1", "my-header2": ' "a   b   c"' },
      "",
      "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ],
    [
      "post-x-www-form-urlencoded",
      "POST",
      "/",
      { "content-type": "application/x-www-form-urlencoded" },
      "Param1=value1",
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ],
  ])("%s", (_, method, path, headers, body, signature) => {
    const added = sign({
      method,
      path,
      headers: { host, ...headers },
      body: Buffer.from(body),
      service: "service",
      region: "us-east-1",
      accessKeyId,
      secretAccessKey,
      now: vectorTime,
    });
    expect(added["x-amz-date"]).toBe("20150830T123600Z");
    expect(added.authorization.split("Signature=")[1]).toBe(signature);
  });
});

const bytesOf = (data: unknown): string | Uint8Array => (typeof data === "string" || data instanceof Uint8Array ? data : nothing);

/** SHA-256 as the SDK's signer wants it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: unknown): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {}
}

const now = Date.UTC(2026, 10, 24, 12, 0, 0);
const oracle = new SignatureV4({
  credentials: { accessKeyId, secretAccessKey },
  region: "eu-west-1",
  service: "kms",
  sha256: Sha256,
  applyChecksum: true,
});
const request = {
  method: "POST",
  protocol: "http:",
  hostname: "127.0.0.1",
  port: 8420,
  path: "/",
  query: {},
  headers: {
    host: "127.0.0.1:8420",
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "TrentService.Encrypt",
    "x-spaced": "  a   b ",
    "user-agent": "test",
  },
  body: '{"KeyId":"alias/demo"}',
};

const check = (headers: Headers, more: Partial<VerifyRequest> = {}) =>
  verify({
    method: "POST",
    path: "/",
    headers,
    body: Buffer.from(request.body),
    services: ["kms"],
    secretOf: (id) => (id === accessKeyId ? secretAccessKey : undefined),
    now,
    keys: new SigningKeys(),
    ...more,
  });
const signedByOracle = async (at = now): Promise<Record<string, string>> =>
  (await oracle.sign(request, { signingDate: new Date(at) })).headers;

describe("verify", () => {
  it("accepts what the SDK's signer signed, and tells what was signed", async () => {
    expect(check(await signedByOracle())).toMatchObject({
      ok: true,
      accessKeyId,
      region: "eu-west-1",
      service: "kms",
      signedHeaders: expect.arrayContaining(["host", "x-amz-content-sha256", "x-amz-date", "x-amz-target"]) as string[],
    });
  });

  it.each(["/a%20b/c", "/%C3%A9", "/a//b/../c/", "/keys/.x/y~z", "/x?b=2&a=1&a=0&c", "/?q=%2F%20%2B!'()*"])(
    "accepts the SDK's signature of the path %s",
    async (path) => {
      const [pathname = "", search = ""] = path.split("?");
      const query: Record<string, string | string[]> = {};
      for (const [name, value] of new URLSearchParams(search)) {
        const standing = query[name];
        query[name] = standing === undefined ? value : [standing, value].flat();
      }
      const { headers } = await oracle.sign({ ...request, path: pathname, query }, { signingDate: new Date(now) });
      expect(check(headers, { path })).toMatchObject({ ok: true });
    },
  );

  it("accepts a presigned request until it expires", async () => {
    const get = {
      ...request,
      method: "GET",
      body: "",
      headers: { host: "127.0.0.1:8420" },
      query: { Action: "ListMetrics", Version: "2010-08-01" },
    };
    const presigned = await oracle.presign(get, { signingDate: new Date(now), expiresIn: 900 });
    const path = `/?${new URLSearchParams(presigned.query as Record<string, string>).toString().replaceAll("+", "%20")}`;
    const ask = (at: number, changed = path) => check({ host: "127.0.0.1:8420" }, { method: "GET", path: changed, body: nothing, now: at });
    expect(ask(now)).toMatchObject({ ok: true });
    expect(ask(now + 899_000)).toMatchObject({ ok: true });
    expect(ask(now + 901_000)).toMatchObject({ ok: false, reason: "expired" });
    expect(ask(now, path.replace("ListMetrics", "DeleteAlarms"))).toMatchObject({ ok: false, reason: "mismatch" });
    expect(ask(now, path.replace("X-Amz-Expires=900", "X-Amz-Expires=9000000"))).toMatchObject({ ok: false, reason: "malformed" });
    expect(ask(now, `${path}&x=%`)).toMatchObject({ ok: false, reason: "mismatch" });
  });

  it("allows five minutes either way", async () => {
    const headers = await signedByOracle();
    expect(check(headers, { now: now + 300_000 })).toMatchObject({ ok: true });
    expect(check(headers, { now: now - 300_000 })).toMatchObject({ ok: true });
    expect(check(headers, { now: now + 301_000 })).toMatchObject({
      ok: false,
      reason: "expired",
      detail: "Signature expired: 20261124T120000Z is now earlier than 20261124T120001Z (20261124T120501Z - 5 min.)",
    });
    expect(check(headers, { now: now - 301_000 })).toMatchObject({
      ok: false,
      reason: "expired",
      detail: "Signature not yet current: 20261124T120000Z is still later than 20261124T115959Z (20261124T115459Z + 5 min.)",
    });
  });

  it("refuses whatever was changed after signing", async () => {
    const headers = await signedByOracle();
    const mismatch = { ok: false, reason: "mismatch" };
    expect(check(headers, { body: Buffer.from("{}") })).toMatchObject(mismatch);
    expect(check(headers, { path: "/x" })).toMatchObject(mismatch);
    expect(check(headers, { method: "PUT" })).toMatchObject(mismatch);
    expect(check({ ...headers, "x-amz-target": "TrentService.Decrypt" })).toMatchObject(mismatch);
    expect(check({ ...headers, authorization: headers.authorization?.replace(/.$/, "") })).toMatchObject(mismatch);
    expect(check({ ...headers, authorization: headers.authorization?.replace("eu-west-1", "us-east-1") })).toMatchObject(mismatch);
  });

  it("refuses a signature that leaves the host or the operation open", async () => {
    const { "x-amz-target": target, ...rest } = request.headers;
    const { headers } = await oracle.sign({ ...request, headers: rest }, { signingDate: new Date(now) });
    expect(check(headers)).toMatchObject({ ok: true });
    expect(check({ ...headers, "x-amz-target": target })).toMatchObject({ ok: false, reason: "mismatch" });
    const authorization = headers.authorization?.replace(/SignedHeaders=[^,]*/, "SignedHeaders=x-amz-date");
    expect(check({ ...headers, authorization })).toMatchObject({
      ok: false,
      reason: "mismatch",
      detail: expect.stringContaining("Host") as string,
    });
  });

  it("tells the other reasons apart", async () => {
    const headers = await signedByOracle();
    expect(check({})).toMatchObject({ ok: false, reason: "missing" });
    expect(check(headers, { secretOf: () => undefined })).toMatchObject({ ok: false, reason: "unknown-key", accessKeyId });
    expect(check(headers, { services: ["monitoring"] })).toMatchObject({ ok: false, reason: "wrong-scope" });
  });

  it.each([
    "Bearer x",
    "AWS4-HMAC-SHA256 ",
    "AWS4-HMAC-SHA256 Credential=a/b",
    "AWS4-HMAC-SHA256 Credential=AK/20261124/r/kms/aws4_request, SignedHeaders=host",
    "AWS4-HMAC-SHA256 Credential=AK/20261124/r/kms, SignedHeaders=host, Signature=0",
    "AWS4-HMAC-SHA256 Credential=AK/20261124/r/kms/aws5_request, SignedHeaders=host, Signature=0",
    "AWS4-HMAC-SHA256 Credential=AK/20261123/r/kms/aws4_request, SignedHeaders=host, Signature=0",
    "AWS4-HMAC-SHA256 Credential=AK/20261124/r/kms/aws4_request, SignedHeaders=host, Signature=0, Extra=1",
  ])("calls %s malformed", (authorization) => {
    expect(check({ host: "h", "x-amz-date": "20261124T120000Z", authorization })).toMatchObject({ ok: false, reason: "malformed" });
  });

  it.each([undefined, "yesterday", "20261131T120000Z", "2026-11-24T12:00:00Z"])("calls the date %s malformed", (date) => {
    const authorization = "AWS4-HMAC-SHA256 Credential=AK/20261124/r/kms/aws4_request, SignedHeaders=host, Signature=0";
    expect(check({ host: "h", "x-amz-date": date, authorization })).toMatchObject({ ok: false, reason: "malformed" });
  });
});

describe("sign", () => {
  it("is verified, with one derivation of the key for both", () => {
    const keys = new SigningKeys();
    const headers = { host: "proxy:8443", "content-type": "application/json" };
    const body = Buffer.from("{}");
    const path = "/kms/xks/v1/keys/key.1_x/encrypt";
    const added = sign({
      method: "POST",
      path,
      headers,
      body,
      service: "kms-xks-proxy",
      region: "us-east-1",
      accessKeyId,
      secretAccessKey,
      now,
      keys,
    });
    expect(check({ ...headers, ...added }, { path, body, services: ["kms-xks-proxy"], keys })).toMatchObject({
      ok: true,
      signedHeaders: ["content-type", "host", "x-amz-date"],
    });
  });

  it("keeps no more keys than its limit", () => {
    const keys = new SigningKeys(2);
    const first = keys.key("s", "20261124", "r1", "kms");
    expect(keys.key("s", "20261124", "r1", "kms")).toBe(first);
    keys.key("s", "20261124", "r2", "kms");
    keys.key("s", "20261124", "r3", "kms");
    expect(keys.key("s", "20261124", "r1", "kms")).not.toBe(first);
    expect(keys.key("s", "20261124", "r1", "kms")).toEqual(first);
  });
});
