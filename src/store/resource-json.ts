/**
 * Resources as JSON text, for engines that keep text. Bytes are marked `{"$bytes": "<Base64>"}`, all else is plain JSON;
 * members that are undefined are left out.
 */

const mark = "$bytes";

/** The JSON text of a resource. */
export function encodeResource(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key: string, converted: unknown) {
    // A Buffer was already turned to something else by its own toJSON: look at what stood there.
    const original = this[key];
    return original instanceof Uint8Array ? { [mark]: Buffer.from(original).toString("base64") } : converted;
  });
}

/** The resource of a text that `encodeResource` wrote. */
export function decodeResource(text: string): unknown {
  // Most hold no bytes (secrets lie sealed, as text), and looking at every member costs several times the parsing.
  if (!text.includes(`"${mark}"`)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) => (isMarked(value) ? new Uint8Array(Buffer.from(value[mark], "base64")) : value));
}

function isMarked(value: unknown): value is { readonly [mark]: string } {
  if (typeof value !== "object" || value === null || !(mark in value)) return false;
  return typeof value[mark] === "string" && Object.keys(value).length === 1;
}
