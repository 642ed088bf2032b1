/** Reads what a request says about its signature: the Authorization header, or the query string of a presigned request. */
import { header } from "../door.ts";
import { algorithm, type Signable } from "./canonical-request.ts";
import { amzDate, parseAmzDate } from "./amz-date.ts";

/** A request's own claims, well formed but not yet believed. */
export interface Claims {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** `<date>/<region>/<service>/aws4_request`. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** When the request was signed, in basic format and as epoch ms. */
  readonly signedDate: string;
  readonly signedAt: number;
  /** Presigned requests only: seconds that it is good for. */
  readonly expiresSeconds?: number;
}

/** No claims: none at all, or such that cannot be read; `detail` is told in AWS's words. */
export type NoClaims = { readonly reason: "missing" } | { readonly reason: "malformed"; readonly detail: string };

const malformed = (detail: string): NoClaims => ({ reason: "malformed", detail });

export function readClaims(request: Signable): Claims | NoClaims {
  const authorization = header(request.headers, "authorization");
  if (authorization !== undefined) return fromHeader(authorization, request);
  const query = request.path.indexOf("?");
  if (query !== -1 && request.path.includes("X-Amz-", query)) return fromQuery(new URLSearchParams(request.path.slice(query + 1)));
  return { reason: "missing" };
}

function fromHeader(authorization: string, request: Signable): Claims | NoClaims {
  if (!authorization.startsWith(`${algorithm} `)) {
    return malformed(`The Authorization header must begin with ${algorithm}; another scheme is not supported.`);
  }
  let credential: string | undefined;
  let signedHeaders: string | undefined;
  let signature: string | undefined;
  for (const part of authorization.slice(algorithm.length + 1).split(",")) {
    const equals = part.indexOf("=");
    if (equals === -1) return malformed("A part of the Authorization header is not a valid key=value pair (missing equal-sign).");
    const value = part.slice(equals + 1).trim();
    switch (part.slice(0, equals).trim()) {
      case "Credential":
        credential = value;
        break;
      case "SignedHeaders":
        signedHeaders = value;
        break;
      case "Signature":
        signature = value;
        break;
      default:
        return malformed("The Authorization header has a part that is none of Credential, SignedHeaders, Signature.");
    }
  }
  const signedDate = header(request.headers, "x-amz-date") ?? basicForm(header(request.headers, "date"));
  if (!credential || !signedHeaders || !signature || !signedDate) {
    const requires = (name: string): string => `Authorization header requires '${name}' parameter.`;
    const lacks = [];
    if (!credential) lacks.push(requires("Credential"));
    if (!signature) lacks.push(requires("Signature"));
    if (!signedHeaders) lacks.push(requires("SignedHeaders"));
    if (!signedDate) lacks.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    return malformed(lacks.join(" "));
  }
  return assemble(credential, signedHeaders, signature, signedDate);
}

function fromQuery(query: URLSearchParams): Claims | NoClaims {
  const lacks = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"].filter(
    (name) => !query.get(name),
  );
  if (lacks.length > 0) return malformed(lacks.map((name) => `AWS query-string parameters must include '${name}'.`).join(" "));
  const parameter = (name: string): string => query.get(name) ?? "";
  if (parameter("X-Amz-Algorithm") !== algorithm) return malformed(`X-Amz-Algorithm must be ${algorithm}.`);
  const expires = parameter("X-Amz-Expires");
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > 604_800) {
    return malformed("X-Amz-Expires must be a number of seconds from 1 to 604800.");
  }
  const claims = assemble(
    parameter("X-Amz-Credential"),
    parameter("X-Amz-SignedHeaders"),
    parameter("X-Amz-Signature"),
    parameter("X-Amz-Date"),
  );
  return "reason" in claims ? claims : { ...claims, expiresSeconds: Number(expires) };
}

function assemble(credential: string, signedHeaders: string, signature: string, signedDate: string): Claims | NoClaims {
  const parts = credential.split("/");
  const [accessKeyId, date, region, service, terminator] = parts;
  if (!accessKeyId || !date || !region || !service || parts.length !== 5) {
    return malformed("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
  }
  if (terminator !== "aws4_request") return malformed("Credential should be scoped with a valid terminator: 'aws4_request'.");
  const signedAt = parseAmzDate(signedDate);
  if (signedAt === undefined) return malformed("Date must be in ISO-8601 'basic format'.");
  if (!signedDate.startsWith(date)) {
    return malformed(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP, from '${signedDate}'.`);
  }
  return {
    accessKeyId,
    date,
    region,
    service,
    scope: `${date}/${region}/${service}/aws4_request`,
    signedHeaders: signedHeaders.split(";"),
    signature,
    signedDate,
    signedAt,
  };
}

function basicForm(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const at = Date.parse(date);
  return Number.isNaN(at) ? date : amzDate(at);
}
