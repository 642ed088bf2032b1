/**
 * Paging tokens: opaque to clients, a small JSON value to us. They hold no state of the service, so any page may be asked for
 * again.
 */

/** The token for a position. */
export const encodeToken = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString("base64url");

/** The position in a token; undefined where the text is no token of ours. */
export function decodeToken(token: string): unknown {
  if (!/^[\w-]+$/.test(token)) return undefined;
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    return undefined;
  }
}
