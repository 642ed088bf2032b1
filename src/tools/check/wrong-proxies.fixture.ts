/** Deliberately wrong proxies, for tests: each is wrong in a way that the checks named beside it must find. */
import type { ApiRequest, ApiResponse, Door } from "../../lib/door.ts";
import { sign } from "../../lib/sigv4.ts";
import type { SubjectOptions } from "./subject.ts";

/** How a proxy is made wrong, or a right one asked wrongly. */
export interface Wrong {
  /** Between the right proxy's door and the wire. */
  readonly door?: (right: Door) => Door;
  /** Options of the TLS server. */
  readonly tls?: object;
  /** What the check is told otherwise than the truth. */
  readonly options?: (right: SubjectOptions) => Partial<SubjectOptions>;
  /** A certificate that has expired. */
  readonly expired?: boolean;
  /** No TLS at all. */
  readonly plain?: boolean;
  /** Asked before the check runs, for checks of what others brought about. */
  readonly before?: "an error";
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): ApiResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const parsed = (bytes: Uint8Array | string) => JSON.parse(Buffer.from(bytes).toString() || "{}") as Record<string, unknown>;

/** Changes the bodies of successful answers. */
const lying =
  (lie: (body: Record<string, unknown>, path: string) => void): Wrong["door"] =>
  (right) =>
  async (request) => {
    const answer = await right(request);
    if (answer.status !== 200) return answer;
    const body = parsed(answer.body);
    lie(body, request.path);
    return { ...answer, body: JSON.stringify(body) };
  };

/** Answers otherwise where the right door says `status`. */
const instead =
  (status: number, answer: ApiResponse | ((request: ApiRequest) => ApiResponse)): Wrong["door"] =>
  (right) =>
  async (request) => {
    const told = await right(request);
    if (told.status !== status) return told;
    return typeof answer === "function" ? answer(request) : answer;
  };

const always =
  (answer: ApiResponse): Wrong["door"] =>
  () =>
  async () =>
    answer;

const flipped = (text: unknown): string => {
  const bytes = Buffer.from(typeof text === "string" ? text : "", "base64");
  if (bytes.length > 0) bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString("base64");
};

/** Does not look at signatures: signs what came itself, rightly, and then answers. */
export const forgiving =
  (credential: { readonly accessKeyId: string; readonly secretAccessKey: string }, now: () => number): Wrong["door"] =>
  (right) =>
  async (request) => {
    const { host = "" } = request.headers;
    const given = { host: String(host) };
    const { method, path, body } = request;
    const signature = sign({
      method,
      path,
      headers: given,
      body,
      service: "kms-xks-proxy",
      region: "us-east-1",
      now: now(),
      ...credential,
    });
    return await right({ ...request, headers: { ...request.headers, ...signature } });
  };

const good = {
  encrypt: {
    ciphertext: Buffer.alloc(12).toString("base64"),
    initializationVector: Buffer.alloc(12).toString("base64"),
    authenticationTag: Buffer.alloc(16).toString("base64"),
  },
  decrypt: { plaintext: Buffer.alloc(12).toString("base64") },
  metadata: { keySpec: "AES_256", keyUsage: ["ENCRYPT", "DECRYPT"], keyStatus: "ENABLED" },
  health: {
    xksProxyFleetSize: 1,
    xksProxyVendor: "v",
    xksProxyModel: "m",
    ekmVendor: "e",
    ekmFleetDetails: [{ id: "1", model: "m", healthStatus: "ACTIVE" }],
  },
};
/** A success whatever was asked. */
const anyway = ({ path }: ApiRequest): ApiResponse => json(200, good[(path.split("/").at(-1) ?? "") as keyof typeof good] ?? {});
const validation = json(400, { errorName: "ValidationException" });
const refusing =
  (refuses: (metadata: Record<string, unknown>, request: ApiRequest) => boolean): Wrong["door"] =>
  (right) =>
  async (request) => {
    const metadata = (parsed(request.body).requestMetadata ?? {}) as Record<string, unknown>;
    return refuses(metadata, request) ? validation : await right(request);
  };
const onEncrypt = refusing((_metadata, { path }) => path.endsWith("/encrypt"));

/** A proxy that takes any ciphertext for good. */
const gullible: Wrong["door"] = (right) => async (request) => (request.path.endsWith("/decrypt") ? anyway(request) : await right(request));

/** Which checks find which wrong proxy. */
export const wrongProxies: readonly (readonly [what: string, checkIds: readonly string[], wrong: Wrong | "forgiving"])[] = [
  ["speaks no TLS", ["T1"], { plain: true }],
  ["has weak suites alone", ["T2"], { tls: { ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256", maxVersion: "TLSv1.2" } }],
  ["takes TLS 1.0", ["T3"], { tls: { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } }],
  ["has a private CA that nobody was told of", ["T9"], { options: () => ({ caPem: undefined }) }],
  ["never answers", ["T4"], { door: () => () => new Promise(() => undefined), options: () => ({ timeoutMs: 200 }) }],
  ["closes each connection", ["T5"], { door: (right) => async (request) => withHeader(await right(request), "connection", "close") }],
  ["says text/plain", ["T6"], { door: (right) => async (request) => withHeader(await right(request), "content-type", "text/plain") }],
  ["is slow", ["T7"], { door: (right) => async (request) => await later(300, () => right(request)) }],
  ["wants application/json alone", ["T8"], { door: refusingContentType() }],
  ["answers GET", ["U1", "U2", "U3", "U4"], { door: instead(405, json(200, {})) }],
  ["says ValidationException of all that is not there", ["U5", "U6", "U8", "M3", "E16", "D21"], { door: instead(404, validation) }],
  ["finds any key", ["M3", "U8", "U9"], { door: instead(404, anyway) }],
  ["fails on odd keys", ["U7"], { door: instead(404, json(500, { errorName: "InternalException" })) }],
  [
    "lets nobody in",
    ["A1", "A11", "A12", "A13", "H1", "H2", "M1", "M2"],
    { door: always(json(401, { errorName: "AuthenticationFailedException" })) },
  ],
  ["has a strict clock", ["A14"], { door: onTheMinute() }],
  ["does not look at signatures", ["A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"], "forgiving"],
  [
    "knows the operations of today alone",
    ["H3", "M5", "E8", "D15"],
    { door: refusing(({ kmsOperation }) => /Future|Bulk/.test(String(kmsOperation))) },
  ],
  ["wants UUIDs", ["H4", "M7", "E17", "D17"], { door: refusing(({ kmsRequestId }) => !/^[0-9a-f-]{36}$/.test(String(kmsRequestId))) }],
  ["wants a principal in health checks", ["H6"], { door: refusing(({ awsPrincipalArn }) => awsPrincipalArn === undefined) }],
  ["checks nothing", ["H5", "M4", "E12", "E13", "E14", "E15", "E18"], { door: instead(400, anyway) }],
  ["has short ARNs", ["M6", "E9", "D16"], { door: refusing(({ awsPrincipalArn }) => String(awsPrincipalArn).length > 1024) }],
  ["has long ciphertexts", ["E1"], { door: lying((body) => void (body.ciphertext = Buffer.alloc(28).toString("base64"))) }],
  [
    "lies in the integrity value",
    ["E2", "E3"],
    { door: lying((body) => void (body.ciphertextDataIntegrityValue = flipped(body.ciphertextDataIntegrityValue))) },
  ],
  ["repeats its IV", ["E4"], { door: lying((body) => void (body.initializationVector = good.encrypt.initializationVector)) }],
  ["encrypts nothing", ["E5", "E6", "E7", "E10", "E11"], { door: onEncrypt }],
  [
    "decrypts to something else",
    ["D1", "D2", "D3"],
    { door: lying((body) => void ("plaintext" in body && (body.plaintext = flipped(body.plaintext)))) },
  ],
  [
    "takes any ciphertext",
    ["D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13", "D14", "D18", "D19", "D20"],
    { door: gullible },
  ],
  ["has errors of its own", ["R1"], { door: instead(400, json(400, "<html>Bad Request</html>")), before: "an error" }],
  ["has statuses of its own", ["R2"], { door: instead(400, json(500, { errorName: "ValidationException" })), before: "an error" }],
  [
    "has messages of its own",
    ["R3"],
    { door: instead(400, json(400, { errorName: "ValidationException", errorMessage: "schön" })), before: "an error" },
  ],
  [
    "repeats what it was given",
    ["R4"],
    { door: instead(400, json(400, { errorName: "ValidationException", errorMessage: "Hello World!" })), before: "an error" },
  ],
  ["has a port, a name and a CA of its own", ["W1", "W2", "W8"], {}],
  ["has an IPv6 address alone", ["W3"], { options: ({ uriEndpoint }) => ({ uriEndpoint: uriEndpoint.replace("localhost", "[::1]") }) }],
  ["has a long path", ["W4"], { options: () => ({ uriPath: `/${"a".repeat(120)}/kms/xks/v1` }) }],
  ["has a short secret", ["W5"], { options: () => ({ secretAccessKey: "short" }) }],
  ["has another name", ["W6"], { options: ({ uriEndpoint }) => ({ uriEndpoint: uriEndpoint.replace("localhost", "127.0.0.2") }) }],
  ["has an expired certificate", ["W7"], { expired: true }],
  [
    "is far away",
    ["W9", "W10"],
    {
      options: ({ clock }) => {
        let hours = 0;
        // Each look at this clock finds a second gone.
        return { clock: Object.assign(Object.create(clock) as typeof clock, { monotonic: () => (hours += 1000) }) };
      },
    },
  ],
  ["stands behind a cache", ["W11"], { door: (right) => async (request) => withHeader(await right(request), "via", "1.1 cache") }],
];

function withHeader(answer: ApiResponse, name: string, value: string): ApiResponse {
  return { ...answer, headers: { ...answer.headers, [name]: value } };
}

/** Takes signatures of the last and the next minute alone. */
function onTheMinute(): Wrong["door"] {
  return (right) => async (request) => {
    const date = String(request.headers["x-amz-date"] ?? "").replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
    const late = Math.abs(Date.parse(date) - Date.now()) > 60_000;
    return late ? json(401, { errorName: "AuthenticationFailedException" }) : await right(request);
  };
}

function refusingContentType(): Wrong["door"] {
  return (right) => async (request) => (request.headers["content-type"] === "application/json" ? await right(request) : validation);
}

async function later<T>(ms: number, act: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return await act();
}
