/** SigV4's canonical request and signature, the same for both sides (AWS General Reference, "Signature Version 4"). */
import { createHmac, hash } from "node:crypto";
import type { Headers } from "../door.ts";

export const algorithm = "AWS4-HMAC-SHA256";

/** What both sides must agree on, in any form that gives the same canonical request. */
export interface Signable {
  readonly method: string;
  /** Path with query string, as on the request line. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** The hexadecimal signature of a request. `signedHeaders`: lower case, sorted. */
export function signatureOf(request: Signable, signedHeaders: readonly string[], date: string, scope: string, key: Uint8Array): string {
  const query = request.path.indexOf("?");
  let canonical = `${request.method}\n${canonicalPath(query === -1 ? request.path : request.path.slice(0, query))}\n`;
  if (query !== -1) canonical += canonicalQuery(request.path.slice(query + 1));
  canonical += "\n";
  for (const name of signedHeaders) canonical += `${name}:${canonicalValue(request.headers[name])}\n`;
  canonical += `\n${signedHeaders.join(";")}\n${hash("sha256", request.body, "hex")}`;
  return createHmac("sha256", key)
    .update(`${algorithm}\n${date}\n${scope}\n${hash("sha256", canonical, "hex")}`)
    .digest("hex");
}

function canonicalValue(value: string | string[] | undefined): string {
  if (value === undefined) return "";
  const text = (typeof value === "string" ? value : value.join(",")).trim();
  return text.includes("  ") || text.includes("\t") ? text.replace(/\s+/g, " ") : text;
}

const plainPath = /^\/(?!\/)[\w~/-]*$/;

/** Dot segments resolved, doubled slashes merged, and (for every service but S3) what is on the wire encoded once more. */
export function canonicalPath(path: string): string {
  if (plainPath.test(path) && !path.includes("//")) return path;
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  const joined = `/${segments.join("/")}`;
  return path.endsWith("/") && joined !== "/" ? `${joined}/` : joined;
}

/** Sorted, encoded again from its decoded form, without the signature itself. Throws URIError for broken escapes. */
function canonicalQuery(query: string): string {
  const fields: { readonly name: string; readonly value: string }[] = [];
  for (const field of query.split("&")) {
    if (field === "") continue;
    const equals = field.indexOf("=");
    const name = decodeURIComponent(equals === -1 ? field : field.slice(0, equals));
    if (name === "X-Amz-Signature") continue;
    fields.push({ name: encode(name), value: equals === -1 ? "" : encode(decodeURIComponent(field.slice(equals + 1))) });
  }
  fields.sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value));
  return fields.map(({ name, value }) => `${name}=${value}`).join("&");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986's unreserved characters stay, all others are escaped. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
