/**
 * The AWS query protocol's form as a document: `X.member.N.Y` and `X.entry.N.key` become a tree, in whatever order the
 * fields come. Everything is text; times are ISO 8601.
 */
import { SerializationError, blobFromBase64, objectOf, type Codec } from "./codec.ts";

/** A field's name may have this many parts; AWS's deepest has about ten. */
const maximumParts = 32;
/** Fields of one form: 1,000 metric data with 30 dimensions each stay below. */
const maximumFields = 250_000;

type Node = string | { [name: string]: Node };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const isoTime = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export const queryCodec: Codec = {
  number(raw) {
    if (typeof raw !== "string" || raw.length > 400) return undefined;
    const text = raw.trim();
    if (text === "NaN") return Number.NaN;
    if (text === "Infinity" || text === "-Infinity") return Number(text);
    return decimal.test(text) ? Number(text) : undefined;
  },
  boolean(raw) {
    const text = typeof raw === "string" ? raw.toLowerCase() : undefined;
    return text === "true" ? true : text === "false" ? false : undefined;
  },
  blob: (raw) => (typeof raw === "string" ? blobFromBase64(raw) : undefined),
  timestamp: (raw) => (typeof raw === "string" ? secondsOf(raw) : undefined),
  list(raw) {
    if (raw === "") return [];
    const entries = objectOf(raw)?.member;
    return entries === undefined ? undefined : numbered(entries);
  },
  map(raw) {
    if (raw === "") return [];
    const entries = objectOf(raw)?.entry;
    if (entries === undefined) return undefined;
    return numbered(entries)?.map((entry) => {
      const pair = objectOf(entry);
      // SNS calls them otherwise in some of its maps.
      const key = pair?.key ?? pair?.Name;
      if (typeof key !== "string") throw new SerializationError("A map entry has no key");
      return [key, pair?.value ?? pair?.Value ?? ""] as const;
    });
  },
  structure: (raw) => (raw === "" ? {} : objectOf(raw)),
};

function secondsOf(raw: string): number | undefined {
  if (raw.length > 40 || !isoTime.test(raw)) return undefined;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(raw.slice(10));
  const text = raw.replace(" ", "T").replace(",", ".");
  const milliseconds = Date.parse(hasZone || raw.length === 10 ? text : `${text}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** The entries of `1`, `2`, … in the order of their numbers; gaps close. */
function numbered(raw: unknown): unknown[] | undefined {
  const entries = objectOf(raw);
  if (!entries) return undefined;
  const keys = Object.keys(entries);
  let sorted = true;
  let before = -1;
  for (const key of keys) {
    if (!/^\d{1,9}$/.test(key)) return undefined;
    if (Number(key) < before) sorted = false;
    before = Number(key);
  }
  if (!sorted) keys.sort((a, b) => Number(a) - Number(b));
  return keys.map((key) => entries[key]);
}

/**
 * Parses a form (a body or a query string) into a tree.
 * @throws SerializationError for broken escapes, fields without end, and fields that are a value and a structure at once
 */
export function parseQueryForm(text: string): Readonly<Record<string, unknown>> {
  const form = new Form();
  let fields = 0;
  for (let start = 0; start < text.length; ) {
    const end = endOf(text, start);
    if (end > start) {
      if (++fields > maximumFields) throw new SerializationError("The form has too many fields");
      const equals = text.indexOf("=", start);
      const split = equals === -1 || equals > end ? end : equals;
      form.place(unescape(text.slice(start, split)), split === end ? "" : unescape(text.slice(split + 1, end)));
    }
    start = end + 1;
  }
  return form.root;
}

function endOf(text: string, start: number): number {
  const end = text.indexOf("&", start);
  return end === -1 ? text.length : end;
}

const emptyNode = (): { [name: string]: Node } => Object.create(null) as { [name: string]: Node };

class Form {
  readonly root = emptyNode();
  /** Where the field before went: most fields stand beside it. */
  #folder = "";
  #node = this.root;

  place(name: string, value: string): void {
    const dot = name.lastIndexOf(".");
    const folder = name.slice(0, Math.max(0, dot));
    if (folder !== this.#folder) {
      this.#node = this.#open(folder);
      this.#folder = folder;
    }
    const last = name.slice(dot + 1);
    const standing = this.#node[last];
    if (typeof standing === "object") {
      if (value !== "") throw new SerializationError(`Unexpected value for ${last}: it has members already`);
    } else this.#node[last] = value;
  }

  #open(folder: string): { [name: string]: Node } {
    if (folder === "") return this.root;
    const parts = folder.split(".", maximumParts);
    if (parts.length === maximumParts) throw new SerializationError("A field's name has too many parts");
    let node = this.root;
    for (const part of parts) {
      let next = node[part];
      // `X=` beside `X.member.1=…` is how some clients write a list that they then fill.
      if (next === undefined || next === "") next = node[part] = emptyNode();
      if (typeof next === "string") throw new SerializationError(`Unexpected field ${part}: it has a value already`);
      node = next;
    }
    return node;
  }
}

function unescape(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw new SerializationError("The form holds a broken percent escape");
  }
}
