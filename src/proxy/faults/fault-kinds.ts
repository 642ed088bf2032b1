/**
 * The kinds of faults that the proxy can be told to have, one line each. A fault acts at one of four places: on the connection,
 * before its TLS handshake (`onConnections`), on the request (`before`: it may be kept, delayed or answered otherwise), on the
 * true answer (`alter`), or on how the answer goes onto the wire (`send`).
 */
import type { ApiResponse } from "../../lib/door.ts";
import type { XksOperation } from "../../model/xks-operation.ts";
import { type XksErrorName, XksProxyError } from "../../xks/errors.ts";
import { healthStatuses } from "../../xks/operations.ts";
import { errorAnswer } from "../../xks/server/answers.ts";
import { type CertificateFaultName, certificateFaults } from "./certificates.ts";
import type { Wire } from "./wire.ts";

/** What a fault may be told beside its kind; which of them counts for a kind stands in the kind's sentence. */
export interface FaultSettings {
  /** For `delay` and `drip`: milliseconds. */
  readonly delayMs?: number;
  readonly errorName?: XksErrorName;
  readonly status?: number;
  /** Health statuses of the key manager instances, one each. */
  readonly healthStatuses?: readonly (typeof healthStatuses)[number][];
  readonly certificate?: CertificateFaultName;
}

export interface FaultKind {
  readonly sentence: string;
  /** Settings that must be given. */
  readonly needs?: readonly (keyof FaultSettings)[];
  /** Operations that it can act on; absent: all. */
  readonly operations?: readonly XksOperation[];
  /** It acts on new connections, before anybody knows what will be asked on them. */
  readonly onConnections?: true;
  /** Resolves with an answer to give instead of the true one, or with nothing to go on. `gone` means: there is no answer. */
  before?(wire: Wire, settings: FaultSettings): Promise<ApiResponse | "gone" | undefined>;
  /** Changes the body of a successful answer. */
  alter?(body: Record<string, unknown>, settings: FaultSettings): void;
  /** Another body altogether, in place of a successful answer's. */
  replace?(): { readonly contentType: string; readonly body: string };
  /** Sends the answer otherwise than in one go. */
  send?(wire: Wire, answer: ApiResponse, settings: FaultSettings): Promise<void>;
}

const defaultDripMs = 100;
const htmlPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
const crypto: readonly XksOperation[] = ["Encrypt", "Decrypt"];

const certificateSentence = Object.entries(certificateFaults)
  .map(([name, { sentence }]) => `\`${name}\` (${sentence})`)
  .join(", ");

const kinds = {
  certificate: {
    sentence: `shows another certificate on new connections: ${certificateSentence}`,
    needs: ["certificate"],
    onConnections: true,
  },
  delay: {
    sentence: "waits delayMs before it works on the request",
    needs: ["delayMs"],
    before: (wire, { delayMs = 0 }) => wire.pause(delayMs).then(() => undefined),
  },
  hang: { sentence: "never answers; the connection stays open", before: async () => "gone" },
  reset: {
    sentence: "resets the connection before the request is worked on",
    before: async (wire) => {
      wire.reset();
      return "gone";
    },
  },
  error: {
    sentence: "answers the error errorName",
    needs: ["errorName"],
    before: async (_wire, { errorName = "InternalException" }) => errorAnswer(errorName, new XksProxyError(errorName).message),
  },
  status: {
    sentence: "answers with HTTP status `status` and no JSON",
    needs: ["status"],
    before: async (_wire, { status = 500 }) => ({ status, headers: { "content-type": "text/html" }, body: htmlPage }),
  },
  garbage: {
    sentence: "answers 200 with a body that is no JSON",
    replace: () => ({ contentType: "application/json", body: '{"ciphertext":"' }),
  },
  html: { sentence: "answers 200 with a reverse proxy's HTML page", replace: () => ({ contentType: "text/html", body: htmlPage }) },
  empty: { sentence: "answers 200 with an empty body", replace: () => ({ contentType: "application/json", body: "" }) },
  "wrong-size": {
    sentence: "answers with a tag of 12 bytes (Encrypt), an empty plaintext (Decrypt), no key usage, or no key manager instances",
    alter: (body) => {
      if ("authenticationTag" in body) body.authenticationTag = bytesOf(body.authenticationTag).subarray(0, 12).toString("base64");
      if ("plaintext" in body) body.plaintext = "";
      if ("keyUsage" in body) body.keyUsage = [];
      if ("ekmFleetDetails" in body) body.ekmFleetDetails = [];
    },
  },
  "long-metadata": {
    sentence: "answers with a ciphertextMetadata of 21 bytes",
    operations: ["Encrypt"],
    alter: (body) => void (body.ciphertextMetadata = Buffer.alloc(21).toString("base64")),
  },
  "missing-member": {
    sentence: "leaves the first required member out of the answer",
    alter: (body) => {
      const [first] = Object.keys(body);
      if (first !== undefined) delete body[first];
    },
  },
  "bad-integrity-value": {
    sentence: "lies in the ciphertextDataIntegrityValue",
    operations: ["Encrypt"],
    alter: (body) => flip(body, "ciphertextDataIntegrityValue"),
  },
  "flipped-bit": {
    sentence: "flips a bit of the ciphertext (Encrypt) or the plaintext (Decrypt)",
    operations: crypto,
    alter: (body) => {
      flip(body, "ciphertext");
      flip(body, "plaintext");
    },
  },
  "key-managers": {
    sentence: "reports key manager instances in the states healthStatuses",
    needs: ["healthStatuses"],
    operations: ["GetHealthStatus"],
    alter: (body, { healthStatuses: states = [] }) => {
      body.ekmFleetDetails = states.map((healthStatus, index) => ({ id: `fault-${index + 1}`, model: "fault", healthStatus }));
    },
  },
  "hang-in-body": {
    sentence: "sends the head and half of the body, then nothing",
    send: async (wire, answer) => wire.sendHalf(answer),
  },
  drip: {
    sentence: "sends the body byte by byte, one each delayMs (100)",
    send: (wire, answer, { delayMs = defaultDripMs }) => wire.drip(answer, delayMs),
  },
  "reset-in-body": {
    sentence: "sends the head and half of the body, then resets the connection",
    send: async (wire, answer) => {
      wire.sendHalf(answer);
      await wire.pause(5);
      wire.reset();
    },
  },
  "close-after": {
    sentence: "answers, then closes the connection without having said so",
    send: async (wire, answer) => {
      wire.send(answer);
      await wire.pause(0);
      wire.end();
    },
  },
} as const satisfies Record<string, FaultKind>;

export type FaultKindName = keyof typeof kinds;
export const faultKinds: Readonly<Record<FaultKindName, FaultKind>> = kinds;
export const faultKindNames = Object.keys(kinds) as readonly FaultKindName[];

const bytesOf = (text: unknown): Buffer => Buffer.from(typeof text === "string" ? text : "", "base64");

function flip(body: Record<string, unknown>, member: string): void {
  if (!(member in body)) return;
  const bytes = bytesOf(body[member]);
  if (bytes.length > 0) bytes[0] = (bytes[0] ?? 0) ^ 1;
  body[member] = bytes.toString("base64");
}
