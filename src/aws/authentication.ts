/**
 * Who calls: SigV4 signatures of AWS clients, or the console's session. Stands between the listener's request and
 * aws/dispatch; the web room asks it too for what the console needs beside the AWS APIs.
 */
import { hash, timingSafeEqual } from "node:crypto";
import type { Clock } from "../lib/clock.ts";
import { header, type ApiRequest } from "../lib/door.ts";
import { SigningKeys, verify } from "../lib/sigv4.ts";
import { readClaims } from "../lib/sigv4/credentials.ts";
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import type { Caller } from "./caller.ts";
import { missingCsrfToken, refusedSignature, sessionExpired } from "./errors.ts";

/** Where access keys and sessions are looked up; the key directory is one. */
export interface Credentials {
  accessKey(id: string): AccessKey | undefined;
  /** By the hexadecimal SHA-256 of the cookie's value. */
  session(id: string): ConsoleSession | undefined;
}

export interface AuthenticationOptions {
  readonly credentials: Credentials;
  readonly accountId: string;
  /** "off": whoever calls is admin, whatever the key and signature. Only ever on loopback. */
  readonly mode: "on" | "off";
  readonly clock: Pick<Clock, "now">;
}

/** @throws ApiError as AWS answers where nobody can be told */
export type Authenticate = (request: ApiRequest, signingNames: readonly string[]) => Caller;

/** The cookie that holds a session's secret; the console's sign-in sets it. */
export const sessionCookie = "xkswatch_session";
/** The header that must carry the session's CSRF token with everything but GET and HEAD. */
export const csrfHeader = "x-csrf-token";

/** What AWS allows in a user's name; anything else an access key id might hold stays out of ARNs. */
const userName = /^[\w+=,.@-]{1,64}$/;

export function createAuthenticate({ credentials, accountId, mode, clock }: AuthenticationOptions): Authenticate {
  const keys = new SigningKeys();
  const arnOf = (name: string): string => `arn:aws:iam::${accountId}:user/${name}`;
  /** The last caller with each access key: who calls again is the same value, by which others keep what they know of a caller. */
  const callers = new WeakMap<AccessKey, Caller>();
  const secretOf = (id: string): string | undefined => credentials.accessKey(id)?.secret;

  function bySignature(request: ApiRequest, signingNames: readonly string[]): Caller {
    const { method, path, headers, body } = request;
    const verified = verify({ method, path, headers, body, services: signingNames, secretOf, now: clock.now(), keys });
    if (!verified.ok) throw refusedSignature(verified);
    const { accessKeyId, region } = verified;
    const accessKey = credentials.accessKey(accessKeyId);
    // Gone between the two looks: as unknown as if it had never been.
    if (!accessKey)
      throw refusedSignature({ ok: false, reason: "unknown-key", detail: "The security token included in the request is invalid." });
    const { remoteAddress } = request;
    const known = callers.get(accessKey);
    if (known && known.region === region && known.remoteAddress === remoteAddress) return known;
    const { name, role } = accessKey;
    const caller: Caller = { arn: arnOf(name), accountId, role, by: "signature", accessKeyId, region, remoteAddress };
    callers.set(accessKey, caller);
    return caller;
  }

  function bySession(request: ApiRequest, cookie: string): Caller {
    const session = credentials.session(hash("sha256", cookie, "hex"));
    if (!session || session.expiresAt <= clock.now()) throw sessionExpired();
    if (request.method !== "GET" && request.method !== "HEAD") {
      const token = header(request.headers, csrfHeader);
      if (token === undefined || !sameDigest(hash("sha256", token, "hex"), session.csrfHash)) throw missingCsrfToken();
    }
    return { arn: arnOf(session.userName), accountId, role: session.role, by: "session", remoteAddress: request.remoteAddress };
  }

  function asAdministrator(request: ApiRequest): Caller {
    const claims = readClaims(request);
    const claimed = "reason" in claims ? undefined : claims;
    const known = claimed && credentials.accessKey(claimed.accessKeyId)?.name;
    const name = known ?? (claimed && userName.test(claimed.accessKeyId) ? claimed.accessKeyId : "anonymous");
    const caller: Caller = { arn: arnOf(name), accountId, role: "admin", by: "off", remoteAddress: request.remoteAddress };
    return claimed ? { ...caller, accessKeyId: claimed.accessKeyId, region: claimed.region } : caller;
  }

  return (request, signingNames) => {
    if (mode === "off") return asAdministrator(request);
    if (header(request.headers, "authorization") === undefined) {
      const cookie = cookieOf(request);
      if (cookie !== undefined) return bySession(request, cookie);
    }
    return bySignature(request, signingNames);
  };
}

/** The session cookie's value, undefined where there is none. */
function cookieOf(request: ApiRequest): string | undefined {
  const cookies = header(request.headers, "cookie");
  if (cookies === undefined || !cookies.includes(sessionCookie)) return undefined;
  for (const part of cookies.split(";")) {
    const equals = part.indexOf("=");
    if (equals !== -1 && part.slice(0, equals).trim() === sessionCookie) return part.slice(equals + 1).trim();
  }
  return undefined;
}

function sameDigest(a: string, b: string): boolean {
  const left = Buffer.from(a, "latin1");
  const right = Buffer.from(b, "latin1");
  return left.length === right.length && timingSafeEqual(left, right);
}
