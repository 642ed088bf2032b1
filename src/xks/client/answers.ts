/**
 * Checks a proxy's answers and makes values of them. Whatever a proxy sends, the outcome is a whole value, a refusal under a
 * name of the specification, or MalformedAnswer, which is recorded as ValidationException.
 */
import type { KeyManagerState } from "../../model/health-check.ts";
import type { EncryptAnswer, EncryptCall, HealthAnswer, KeyMetadataAnswer } from "../calls.ts";
import { isXksErrorName, printableMessage } from "../errors.ts";
import type { XksErrorName } from "../errors.ts";
import { ciphertextDataIntegrityValue, maximumMetadataBytes } from "../integrity.ts";
import { healthStatuses } from "../operations.ts";
import type { HealthStatus } from "../operations.ts";
import { timingSafeEqual } from "node:crypto";
import type { HttpAnswer } from "./http-answer.ts";

/** The answer is not what the specification allows. */
export class MalformedAnswer extends Error {}

/** The proxy refused, under a name of the specification. */
export class Refusal extends Error {
  readonly errorName: XksErrorName;
  readonly proxyMessage: string | undefined;

  constructor(errorName: XksErrorName, proxyMessage: string | undefined) {
    super(`the XKS proxy answered ${errorName}`);
    this.errorName = errorName;
    this.proxyMessage = proxyMessage;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** The members of a good answer; throws Refusal for an error answer. */
export function fieldsOf({ status, body }: HttpAnswer): Fields {
  const fields = parse(body, status);
  if (status === 200) return fields;
  const { errorName, errorMessage } = fields;
  if (typeof errorName !== "string") throw new MalformedAnswer(`HTTP ${status} without an errorName`);
  const message = typeof errorMessage === "string" ? printableMessage(errorMessage) : undefined;
  if (!isXksErrorName(errorName))
    throw new MalformedAnswer(`HTTP ${status} with the unknown errorName ${printableMessage(errorName).slice(0, 80)}`);
  throw new Refusal(errorName, message);
}

function parse(body: Buffer, status: number): Fields {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new MalformedAnswer(body.length === 0 ? `HTTP ${status} with an empty body` : `HTTP ${status} with a body that is not JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new MalformedAnswer(`HTTP ${status} with JSON that is no object`);
  return value as Fields;
}

export function readEncrypt(answer: HttpAnswer, call: EncryptCall): EncryptAnswer {
  const fields = fieldsOf(answer);
  const ciphertext = bytesIn(fields, "ciphertext");
  if (ciphertext.length !== call.plaintext.length) {
    throw new MalformedAnswer(`the answer's ciphertext has ${ciphertext.length} bytes, not the plaintext's ${call.plaintext.length}`);
  }
  const iv = bytesIn(fields, "initializationVector");
  if (iv.length !== 12 && iv.length !== 16)
    throw new MalformedAnswer(`the answer's initializationVector has ${iv.length} bytes, not 12 or 16`);
  const tag = bytesIn(fields, "authenticationTag");
  if (tag.length !== 16) throw new MalformedAnswer(`the answer's authenticationTag has ${tag.length} bytes, not 16`);
  const metadata = isAbsent(fields.ciphertextMetadata) ? undefined : bytesIn(fields, "ciphertextMetadata");
  if (metadata && metadata.length > maximumMetadataBytes) {
    throw new MalformedAnswer(`the answer's ciphertextMetadata has ${metadata.length} bytes, more than ${maximumMetadataBytes}`);
  }
  const told = bytesIn(fields, "ciphertextDataIntegrityValue");
  const counted = ciphertextDataIntegrityValue({ aad: call.additionalAuthenticatedData, metadata, iv, ciphertext, tag });
  if (told.length !== counted.length || !timingSafeEqual(told, counted)) {
    throw new MalformedAnswer("the answer's ciphertextDataIntegrityValue does not match its contents");
  }
  const parts = { ciphertext, initializationVector: iv, authenticationTag: tag };
  return metadata && metadata.length > 0 ? { ...parts, ciphertextMetadata: metadata } : parts;
}

/** @param ciphertextBytes AES-GCM's plaintext is exactly as long as its ciphertext */
export function readDecrypt(answer: HttpAnswer, ciphertextBytes: number): Uint8Array {
  const plaintext = bytesIn(fieldsOf(answer), "plaintext");
  if (plaintext.length !== ciphertextBytes) {
    throw new MalformedAnswer(`the answer's plaintext has ${plaintext.length} bytes, not the ciphertext's ${ciphertextBytes}`);
  }
  return plaintext;
}

/** Any key spec, usage and status: whether they will do is for CreateKey to say, with its own messages. */
export function readKeyMetadata(answer: HttpAnswer): KeyMetadataAnswer {
  const fields = fieldsOf(answer);
  const keyUsage = fields.keyUsage;
  if (!Array.isArray(keyUsage) || keyUsage.length > 10 || !keyUsage.every((usage) => typeof usage === "string")) {
    throw new MalformedAnswer("the answer's keyUsage is no list of at most ten strings");
  }
  return { keySpec: textIn(fields, "keySpec"), keyUsage: keyUsage.map(printableMessage), keyStatus: textIn(fields, "keyStatus") };
}

const stateOf: Readonly<Record<HealthStatus, KeyManagerState>> = { ACTIVE: "Active", DEGRADED: "Degraded", UNAVAILABLE: "Unavailable" };

export function readHealth(answer: HttpAnswer): Omit<HealthAnswer, "certificate"> {
  const fields = fieldsOf(answer);
  const { xksProxyFleetSize, ekmFleetDetails } = fields;
  if (typeof xksProxyFleetSize !== "number" || !Number.isSafeInteger(xksProxyFleetSize) || xksProxyFleetSize < 1) {
    throw new MalformedAnswer("the answer's xksProxyFleetSize is no integer above 0");
  }
  if (!Array.isArray(ekmFleetDetails) || ekmFleetDetails.length < 1 || ekmFleetDetails.length > 10) {
    throw new MalformedAnswer("the answer's ekmFleetDetails is no list of 1 to 10 entries");
  }
  return {
    xksProxyFleetSize,
    xksProxyVendor: textIn(fields, "xksProxyVendor"),
    xksProxyModel: textIn(fields, "xksProxyModel"),
    ekmVendor: textIn(fields, "ekmVendor"),
    ekmFleetDetails: ekmFleetDetails.map(readKeyManager),
  };
}

function readKeyManager(entry: unknown): HealthAnswer["ekmFleetDetails"][number] {
  if (typeof entry !== "object" || entry === null) throw new MalformedAnswer("an entry of the answer's ekmFleetDetails is no object");
  const fields = entry as Fields;
  const status = healthStatuses.find((one) => one === fields.healthStatus);
  if (!status) throw new MalformedAnswer("a healthStatus of the answer is none of ACTIVE, DEGRADED and UNAVAILABLE");
  return { id: textIn(fields, "id"), model: textIn(fields, "model"), state: stateOf[status] };
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string")
    throw new MalformedAnswer(isAbsent(value) ? `the answer has no ${name}` : `the answer's ${name} is no string`);
  return printableMessage(value);
}

const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;

function bytesIn(fields: Fields, name: string): Buffer {
  const value = fields[name];
  if (typeof value !== "string")
    throw new MalformedAnswer(isAbsent(value) ? `the answer has no ${name}` : `the answer's ${name} is no string`);
  if (value.length % 4 !== 0 || !base64Pattern.test(value)) throw new MalformedAnswer(`the answer's ${name} is not Base64`);
  return Buffer.from(value, "base64");
}
