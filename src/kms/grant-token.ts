/**
 * Grant tokens: what CreateGrant returns beside the id. On AWS a token makes a grant usable before it is known everywhere; here a
 * grant is known before CreateGrant answers, so a token only names its grant. It is not a secret and gives nothing by itself.
 */
import { hash } from "node:crypto";
import { kmsError } from "./errors.ts";

const prefix = "AQpA";
const grantIdLength = 64;
const checkLength = 32;

export function grantTokenOf(grantId: string): string {
  return prefix + Buffer.from(grantId + checkOf(grantId), "hex").toString("base64url");
}

/** The grant id in a token. @throws ApiError InvalidGrantTokenException for what is no token of this service */
export function grantIdOfToken(token: string): string {
  const hex = token.startsWith(prefix) ? Buffer.from(token.slice(prefix.length), "base64url").toString("hex") : "";
  const id = hex.slice(0, grantIdLength);
  if (hex.length !== grantIdLength + checkLength || grantTokenOf(id) !== token) throw kmsError("InvalidGrantTokenException", "");
  return id;
}

/** Tells a token from any other text. */
const checkOf = (grantId: string): string => hash("sha256", `grant token ${grantId}`, "hex").slice(0, checkLength);
