/**
 * AWS Signature Version 4, both sides: aws/authentication and the XKS proxy verify, xks/client and the load generator sign.
 * The derived keys are kept in a SigningKeys that the caller owns; a check then costs one HMAC and two hashes.
 */
import { timingSafeEqual } from "node:crypto";
import type { Headers } from "./door.ts";
import { amzDate } from "./sigv4/amz-date.ts";
import { algorithm, signatureOf, type Signable } from "./sigv4/canonical-request.ts";
import { readClaims } from "./sigv4/credentials.ts";
import { SigningKeys } from "./sigv4/signing-keys.ts";

export { SigningKeys };

/** What is signed, for whom and with what. */
export interface SignRequest extends Signable {
  /** Lower-case names; must hold `host`. All of them are signed, except those that proxies on the way may change. */
  readonly headers: Headers;
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Epoch ms. */
  readonly now: number;
  /** Where derived keys are kept; without it they are derived anew. */
  readonly keys?: SigningKeys;
}

/** Headers that are never signed: a hop on the way may add or change them. */
const unsigned: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "expect",
  "keep-alive",
  "transfer-encoding",
  "user-agent",
  "x-amzn-trace-id",
]);

/** Signs a request; the headers to add to it. */
export function sign(request: SignRequest): { readonly "x-amz-date": string; readonly authorization: string } {
  const { service, region, accessKeyId, secretAccessKey, now, keys = new SigningKeys() } = request;
  const signedDate = amzDate(now);
  const date = signedDate.slice(0, 8);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const headers = { ...request.headers, "x-amz-date": signedDate };
  const names = Object.keys(headers)
    .filter((name) => !unsigned.has(name))
    .sort();
  const key = keys.key(secretAccessKey, date, region, service);
  const signature = signatureOf({ method: request.method, path: request.path, headers, body: request.body }, names, signedDate, scope, key);
  return {
    "x-amz-date": signedDate,
    authorization: `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
  };
}

export interface VerifyRequest extends Signable {
  /** The service names that a scope may carry. */
  readonly services: readonly string[];
  /** The secret of an access key, undefined for one that is not known. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** Epoch ms. */
  readonly now: number;
  readonly keys: SigningKeys;
  /** How far a signature's time may be off, milliseconds; AWS allows 5 minutes. */
  readonly skewMs?: number;
}

/** A signature that holds, with what it vouches for. */
export interface Verified {
  readonly ok: true;
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Lower case, as the client listed them. */
  readonly signedHeaders: readonly string[];
}

/** Why a signature does not hold; `detail` is a sentence in AWS's words that reveals nothing of the secret. */
export interface Refused {
  readonly ok: false;
  readonly reason: "missing" | "malformed" | "wrong-scope" | "expired" | "unknown-key" | "mismatch";
  readonly detail: string;
  /** As claimed, from the point on where it could be read. */
  readonly accessKeyId?: string;
}

const fiveMinutes = 5 * 60_000;
const mismatchText =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** Verifies a request's signature, in the header or presigned form. The comparison takes constant time. Never throws. */
export function verify(request: VerifyRequest): Verified | Refused {
  const claims = readClaims(request);
  if ("reason" in claims) {
    return {
      ok: false,
      reason: claims.reason,
      detail: claims.reason === "missing" ? "Request is missing Authentication Token" : claims.detail,
    };
  }
  const { accessKeyId, region, service, signedHeaders } = claims;
  const refused = (reason: Refused["reason"], detail: string): Refused => ({ ok: false, reason, detail, accessKeyId });
  if (!request.services.includes(service)) {
    return refused("wrong-scope", `Credential should be scoped to correct service: '${request.services.join("' or '")}'.`);
  }
  const mustBeSigned = unsignedButNeeded(request.headers, signedHeaders);
  if (mustBeSigned) return refused("mismatch", `'${mustBeSigned}' must be a 'SignedHeader' in the AWS Authorization.`);
  const skewMs = request.skewMs ?? fiveMinutes;
  const goodForMs = claims.expiresSeconds === undefined ? skewMs : claims.expiresSeconds * 1000;
  if (claims.signedAt + goodForMs < request.now) return refused("expired", expiredText(claims.signedDate, request.now, goodForMs));
  if (claims.signedAt - skewMs > request.now) return refused("expired", earlyText(claims.signedDate, request.now, skewMs));
  const secret = request.secretOf(accessKeyId);
  if (secret === undefined) return refused("unknown-key", "The security token included in the request is invalid.");
  const key = request.keys.key(secret, claims.date, region, service);
  const signature = signatureOrNothing(request, signedHeaders, claims.signedDate, claims.scope, key);
  if (signature === undefined || !equal(signature, claims.signature)) return refused("mismatch", mismatchText);
  return { ok: true, accessKeyId, region, service, signedHeaders };
}

/** `host`, and the header that names the operation: unsigned, a captured signature could be used for another one. */
function unsignedButNeeded(headers: Headers, signedHeaders: readonly string[]): string | undefined {
  if (!signedHeaders.includes("host")) return "Host";
  return headers["x-amz-target"] !== undefined && !signedHeaders.includes("x-amz-target") ? "X-Amz-Target" : undefined;
}

function signatureOrNothing(...parameters: Parameters<typeof signatureOf>): string | undefined {
  try {
    return signatureOf(...parameters);
  } catch {
    // A broken percent escape in the query string: no signer could have signed it.
    return undefined;
  }
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a, "latin1");
  const right = Buffer.from(b, "latin1");
  return left.length === right.length && timingSafeEqual(left, right);
}

const expiredText = (signedDate: string, now: number, goodForMs: number): string =>
  `Signature expired: ${signedDate} is now earlier than ${amzDate(now - goodForMs)} (${amzDate(now)} - ${span(goodForMs)}.)`;
const earlyText = (signedDate: string, now: number, skewMs: number): string =>
  `Signature not yet current: ${signedDate} is still later than ${amzDate(now + skewMs)} (${amzDate(now)} + ${span(skewMs)}.)`;
const span = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Math.round(ms / 1000)} s`);
