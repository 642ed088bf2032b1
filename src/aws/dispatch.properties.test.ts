/**
 * Mutated requests in all three protocols: whatever comes, the answer has the protocol's form and is never an internal
 * error, nothing is thrown, and memory stays flat.
 */
import { gzipSync } from "node:zlib";
import { decode as decodeCbor, encode as encodeCbor, Tagged } from "cborg";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import { createAuthenticate } from "./authentication.ts";
import { createDispatch } from "./dispatch.ts";
import { sampleCloudWatch, sampleKms } from "./sample-service.fixture.ts";

const clock = new ManualClock();
const unexpected: unknown[] = [];
const dispatch = createDispatch({
  services: [sampleKms, sampleCloudWatch],
  authenticate: createAuthenticate({
    credentials: { accessKey: () => undefined, session: () => undefined },
    accountId: "123456789012",
    mode: "off",
    clock,
  }),
  newRequestId: () => "id",
  log: { error: (fields: unknown) => void unexpected.push(fields) },
});

/** Words that have broken parsers before, ours or others'. */
const nasty = fc.constantFrom<unknown>(
  null,
  "",
  "__proto__",
  "constructor",
  "toString",
  "\u0000",
  "\ud800",
  "NaN",
  "-Infinity",
  "1e999",
  "AAAA====",
  "<![CDATA[",
  "a".repeat(5000),
  -1,
  0.5,
  1e308,
  2 ** 53,
  true,
  [],
  {},
  [null],
  { member: {} },
);
const anyValue = fc.oneof({ weight: 2, arbitrary: nasty }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });

const valid = {
  Text: "hello",
  State: "OK",
  Count: 5,
  Value: 1.5,
  Flag: true,
  Dimensions: [{ Name: "n", Value: "v" }],
  Names: ["a", "b"],
  Values: [1, 2.5],
  Context: { key: "value" },
};
const memberNames = [...Object.keys(valid), "Data", "At", "Unknown", "__proto__", "constructor"];

/** The valid document with some members replaced, now and then deep inside. */
const mutatedDocument: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(fc.constantFrom(...memberNames), anyValue, fc.nat(2)), { maxLength: 4 })
  .map((mutations) => {
    const document: Record<string, unknown> = structuredClone(valid);
    for (const [name, shared, depth] of mutations) {
      const value = structuredClone(shared);
      const put = (object: object, key: string): void =>
        void Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
      const inner = document[name];
      if (depth === 0 || typeof inner !== "object" || inner === null) put(document, name);
      else if (Array.isArray(inner)) inner.push(value);
      else put(inner, "key");
    }
    return document;
  });

/** Flips, cuts and doubles bytes of a body. */
const bytesMutation = fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom("set", "cut", "double", "none")), { maxLength: 3 });
function mutate(body: Uint8Array, mutations: readonly (readonly [number, number, string])[]): Uint8Array {
  let bytes = Buffer.from(body);
  for (const [position, byte, kind] of mutations) {
    const at = bytes.length === 0 ? 0 : position % bytes.length;
    if (kind === "set" && bytes.length > 0) bytes[at] = byte;
    else if (kind === "cut") bytes = bytes.subarray(0, at);
    else if (kind === "double") bytes = Buffer.concat([bytes, bytes.subarray(at)]);
  }
  return bytes;
}

const operationName = fc.constantFrom("Echo", "Echo", "Echo", "Encrypt", "GetMetricData", "PutMetricData", "Fly", "constructor", "");
const oddHeader = fc.option(
  fc.tuple(
    fc.constantFrom(
      "content-type",
      "content-encoding",
      "x-amz-target",
      "smithy-protocol",
      "authorization",
      "cookie",
      "x-amzn-query-mode",
      "x-amz-date",
    ),
    fc.constantFrom("", "gzip", "identity", "true", "text/plain", "AWS4-HMAC-SHA256 Credential=", "xkswatch_session=x", "\u00ff", "a.b.c"),
  ),
  { freq: 5, nil: undefined },
);

type Wire = "json" | "cbor" | "query";
const wires: Readonly<
  Record<Wire, (operation: string, document: Record<string, unknown>) => Pick<ApiRequest, "path" | "headers" | "body">>
> = {
  json: (operation, document) => ({
    path: "/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${operation}` },
    body: Buffer.from(JSON.stringify(document)),
  }),
  cbor: (operation, document) => ({
    path: `/service/GraniteServiceVersion20100801/operation/${operation}`,
    headers: { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    body: encodeCbor({ ...document, At: new Tagged(1, 1_700_000_000) }),
  }),
  query: (operation, document) => ({
    path: "/",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(`Action=${operation}&Version=2010-08-01&${fieldsOf(document, "").join("&")}`),
  }),
};

function fieldsOf(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return [`${name}=${encodeURIComponent(String(value).toWellFormed())}`];
  if (Array.isArray(value)) return value.flatMap((entry, i) => fieldsOf(entry, `${name}.member.${i + 1}`));
  return Object.entries(value).flatMap(([key, entry]) =>
    name === "Context"
      ? [`Context.entry.1.key=${encodeURIComponent(key.toWellFormed())}`, ...fieldsOf(entry, "Context.entry.1.value")]
      : fieldsOf(entry, name === "" ? encodeURIComponent(key.toWellFormed()) : `${name}.${encodeURIComponent(key.toWellFormed())}`),
  );
}

/** Whether an answer has a form that a client of some protocol can read. */
function isReadable({ headers, body }: ApiResponse): boolean {
  const bytes = Buffer.from(body as Uint8Array);
  switch (headers["content-type"]) {
    case "application/cbor":
      decodeCbor(bytes, { tags: { 1: (content) => content() } });
      return true;
    case "text/xml":
      return /^<(\w+)[ >][^]*<\/\1>$/.test(bytes.toString());
    default:
      JSON.parse(bytes.toString());
      return true;
  }
}

/** For each protocol; a bench asks for more. */
const runs = Number(process.env["XKSWATCH_MUTATIONS"] ?? 6700);

it.each<Wire>(["json", "cbor", "query"])(
  `%s: ${runs} mutated requests are answered in form, never with an internal error`,
  async (wire) => {
    let answered = 0;
    const statuses = new Map<number, number>();
    let heapAtHalf = 0;
    await fc.assert(
      fc.asyncProperty(
        mutatedDocument,
        operationName,
        bytesMutation,
        oddHeader,
        fc.boolean(),
        async (document, operation, mutations, odd, zipped) => {
          const plain = wires[wire](operation, document);
          const raw = answered % 2 === 0 ? plain.body : mutate(plain.body, mutations);
          const headers: Record<string, string> = { ...(plain.headers as Record<string, string>) };
          const zip = zipped && answered % 16 === 0;
          if (zip) headers["content-encoding"] = "gzip";
          if (odd) headers[odd[0]] = odd[1];
          const request = { method: "POST", path: plain.path, headers, body: zip ? gzipSync(raw) : raw, remoteAddress: "" };
          const response = await dispatch(request);
          expect(unexpected).toEqual([]);
          expect(response.status).toBeLessThan(500);
          expect(isReadable(response)).toBe(true);
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          if (++answered === runs >> 1) heapAtHalf = process.memoryUsage().heapUsed;
        },
      ),
      { numRuns: runs },
    );
    expect(answered).toBe(runs);
    // Both ends of the road are walked: requests that pass and requests that do not.
    expect(statuses.get(200)).toBeGreaterThan(runs / 50);
    expect(statuses.get(400)).toBeGreaterThan(runs / 10);
    expect(process.memoryUsage().heapUsed - heapAtHalf).toBeLessThan(150e6);
  },
  Math.max(60_000, runs * 20),
);
