/** XML as the query protocol answers: lists as `<member>`, maps as `<entry><key/><value/></entry>`, times ISO 8601. */
import type { Schema } from "../schema.ts";
import { plainArray } from "./encode.ts";

/** The content of `value`'s element, without the element itself. */
export function encodeXml<T>(schema: Schema<T>, value: T): string {
  return content(schema, value);
}

function content(schema: Schema, value: unknown): string {
  switch (schema.kind) {
    case "string":
      return escapeXml(String(value));
    case "blob": {
      const bytes = value as Uint8Array;
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
    }
    case "timestamp":
      return isoTime(value as number);
    case "list":
      return members(schema.member, value as ArrayLike<unknown>);
    case "map": {
      let text = "";
      for (const [key, entry] of Object.entries(value as Record<string, unknown>)) {
        if (entry === undefined) continue;
        text += `<entry><key>${escapeXml(key)}</key>${element("value", content(schema.value, entry))}</entry>`;
      }
      return text;
    }
    case "structure": {
      let text = "";
      for (const { name, schema: memberSchema } of schema.members) {
        const member = (value as Record<string, unknown>)[name];
        if (member !== undefined) text += element(name, content(memberSchema, member));
      }
      return text;
    }
    default:
      return String(value);
  }
}

function members(schema: Schema, values: ArrayLike<unknown>): string {
  if (values.length === 0) return "";
  if (schema.kind === "double" || schema.kind === "integer" || schema.kind === "long") {
    return `<member>${numbers(values as ArrayLike<number>, "</member><member>")}</member>`;
  }
  if (schema.kind === "timestamp") return times(values as ArrayLike<number>);
  let text = "";
  for (let i = 0; i < values.length; i++) text += element("member", content(schema, values[i]));
  return text;
}

/** Numbers with something between them, by way of the JSON serializer, which is the fastest. */
function numbers(values: ArrayLike<number>, between: string): string {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return Array.from(values, String).join(between);
  return JSON.stringify(plainArray(values)).slice(1, -1).replaceAll(",", between);
}

/** An element; empty content gives the short form. */
export const element = (name: string, inside: string): string => (inside === "" ? `<${name}/>` : `<${name}>${inside}</${name}>`);

/** A column of times: the day is written once for all of its whole seconds, which are nearly all there are. */
function times(values: ArrayLike<number>): string {
  let text = "";
  let day = Number.NaN;
  let date = "";
  for (let i = 0; i < values.length; i++) {
    const seconds = values[i] as number;
    if (Number.isInteger(seconds)) {
      const itsDay = Math.floor(seconds / 86_400);
      if (itsDay !== day) {
        day = itsDay;
        date = new Date(day * 86_400_000).toISOString().slice(0, -13);
      }
      const rest = seconds - day * 86_400;
      const [hours, minutes] = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60];
      text += `<member>${date}${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(rest % 60)}Z</member>`;
    } else text += `<member>${isoTime(seconds)}</member>`;
  }
  return text;
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** ISO 8601 in UTC, with milliseconds only where there are some. */
function isoTime(seconds: number): string {
  const iso = new Date(Math.round(seconds * 1000)).toISOString();
  return iso.endsWith(".000Z") ? `${iso.slice(0, -5)}Z` : iso;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;" };

/** Text as XML. What XML 1.0 cannot hold at all (most control characters, lone surrogates) becomes U+FFFD. */
export function escapeXml(text: string): string {
  // The common case is one look at text that needs nothing.
  if (!/[^\t\n\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff]/.test(text)) return text;
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"\r]/g, (character: string) => escapes[character] ?? character);
}
