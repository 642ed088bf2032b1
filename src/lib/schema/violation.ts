/**
 * Constraint violations in AWS's words, e.g. "Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have
 * value greater than or equal to 1". Source of the texts: answers of the real services.
 */
import type { Range, Schema, StringSchema } from "../schema.ts";

/** One violation; `path` grows from the inside out while the decoder unwinds, so that good documents pay nothing for it. */
export interface Violation {
  path: string;
  /** The value as shown; `undefined` for blobs and secrets, which are never shown; `null` for a missing member. */
  readonly shown: string | undefined | null;
  readonly constraint: string;
}

const mustNotBeNull = "Member must not be null";

/** A missing member. */
export const missing = (path: string): Violation => ({ path, shown: null, constraint: mustNotBeNull });

/** One violation as a clause. */
export function clause({ path, shown, constraint }: Violation): string {
  const value = shown === null ? "Value null" : shown === undefined ? "Value" : `Value '${shown}'`;
  return `${value} at '${path}' failed to satisfy constraint: ${constraint}`;
}

/** The whole message for clauses, as AWS counts and joins them. */
export function violationMessage(clauses: readonly string[]): string {
  return `${clauses.length} validation error${clauses.length === 1 ? "" : "s"} detected: ${clauses.join("; ")}`;
}

/** The member's name in paths: AWS lowers the first letter and nothing else (`OKActions` → `oKActions`). */
export const pathName = (memberName: string): string => memberName.charAt(0).toLowerCase() + memberName.slice(1);

/** A pattern as AWS shows it: without the escape that JavaScript adds before slashes. */
const shownPattern = (pattern: RegExp): string => pattern.source.replaceAll("\\/", "/");

/** Which constraints a length breaks. */
export function brokenLength(length: Range, actual: number): string[] {
  const [min, max] = length;
  const broken: string[] = [];
  if (max !== undefined && actual > max) broken.push(`Member must have length less than or equal to ${max}`);
  if (min !== undefined && actual < min) broken.push(`Member must have length greater than or equal to ${min}`);
  return broken;
}

/** Which constraints a number breaks. NaN satisfies no range. */
export function brokenRange(range: Range, actual: number): string[] {
  const [min, max] = range;
  const broken: string[] = [];
  if (max !== undefined && !(actual <= max)) broken.push(`Member must have value less than or equal to ${max}`);
  if (min !== undefined && !(actual >= min)) broken.push(`Member must have value greater than or equal to ${min}`);
  return broken;
}

/** Which constraints a string breaks, in AWS's order: enum, pattern, length. */
export function brokenString(schema: StringSchema, actual: string): string[] {
  const broken: string[] = [];
  if (schema.values && !schema.values.includes(actual)) broken.push(enumConstraint(schema.values));
  if (schema.pattern && !schema.pattern.test(actual)) broken.push(patternConstraint(schema.pattern));
  if (schema.length) broken.push(...brokenLength(schema.length, actual.length));
  return broken;
}

const enumConstraint = (values: readonly string[]): string => `Member must satisfy enum value set: [${values.join(", ")}]`;
const patternConstraint = (pattern: RegExp): string => `Member must satisfy regular expression pattern: ${shownPattern(pattern)}`;

/** All constraints of a leaf, as AWS lists them when an entry of a list or map breaks one. */
export function allConstraints(schema: Schema): string {
  const all: string[] = [];
  if ("length" in schema && schema.length) {
    if (schema.length[1] !== undefined) all.push(`Member must have length less than or equal to ${schema.length[1]}`);
    if (schema.length[0] !== undefined) all.push(`Member must have length greater than or equal to ${schema.length[0]}`);
  }
  if ("range" in schema && schema.range) {
    if (schema.range[1] !== undefined) all.push(`Member must have value less than or equal to ${schema.range[1]}`);
    if (schema.range[0] !== undefined) all.push(`Member must have value greater than or equal to ${schema.range[0]}`);
  }
  if (schema.kind === "string") {
    if (schema.pattern) all.push(patternConstraint(schema.pattern));
    if (schema.values) all.push(enumConstraint(schema.values));
  }
  return `[${all.join(", ")}]`;
}

/** A decoded value as messages show it, `undefined` where it must not or cannot be shown. */
export function show(schema: Schema, value: unknown): string | undefined {
  switch (schema.kind) {
    case "string":
      return schema.sensitive ? undefined : String(value);
    case "blob":
    case "structure":
      return undefined;
    case "list": {
      const entries = (value as unknown[]).map((entry) => show(schema.member, entry));
      return entries.includes(undefined) ? undefined : `[${entries.join(", ")}]`;
    }
    case "map": {
      const entries = Object.entries(value as Record<string, unknown>).map(([key, entry]) => [key, show(schema.value, entry)] as const);
      return entries.some(([, entry]) => entry === undefined) ? undefined : `{${entries.map(([k, v]) => `${k}=${v}`).join(", ")}}`;
    }
    case "double":
      return Number.isInteger(value) ? `${String(value)}.0` : String(value);
    default:
      return String(value);
  }
}
