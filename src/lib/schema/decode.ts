/**
 * Decodes and checks a parsed document against a schema in one walk, for every protocol: what differs between them is the
 * codec of leaves. First stop of a request's body behind aws/dispatch. Complaints are in AWS's words; bodies of the XKS Proxy
 * API have a reader with words of its own, xks/wire.
 */
import type { ListSchema, MapSchema, Range, Schema, StringSchema, StructureSchema } from "../schema.ts";
import { SerializationError, wrongType, type Codec } from "./codec.ts";
import { allConstraints, brokenLength, brokenRange, brokenString, clause, missing, pathName, show, type Violation } from "./violation.ts";

/** A value that satisfies its schema, or all that is wrong with it (clauses for `violationMessage`). */
export type Decoded<T> =
  | { readonly value: T; readonly violations?: undefined }
  | { readonly value?: undefined; readonly violations: readonly string[] };

/** Nesting beyond this is refused whatever the schema says. */
const maximumDepth = 64;
/** A message tells this many violations at most; further ones would only repeat a mistake. */
const maximumViolations = 100;

const int32 = 2 ** 31;

interface Walk {
  readonly codec: Codec;
  readonly violations: Violation[];
  depth: number;
}

/**
 * Reads `document`, which the codec's parser made, as a value of `schema`. Unknown members are ignored, `null` is absence.
 * @throws SerializationError where a value has the wrong type
 */
export function decode<T>(schema: Schema<T>, document: unknown, codec: Codec): Decoded<T> {
  const walk: Walk = { codec, violations: [], depth: 0 };
  const value = read(schema, document, walk) as T;
  return walk.violations.length === 0 ? { value } : { violations: walk.violations.map(clause) };
}

function read(schema: Schema, raw: unknown, walk: Walk): unknown {
  switch (schema.kind) {
    case "string":
      return readString(schema, raw, walk);
    case "boolean":
      return walk.codec.boolean(raw) ?? fail(raw, "a Boolean");
    case "blob": {
      const bytes = walk.codec.blob(raw) ?? fail(raw, "a Blob");
      if (schema.length && outside(schema.length, bytes.length)) complain(walk, undefined, brokenLength(schema.length, bytes.length));
      return bytes;
    }
    case "timestamp": {
      const seconds = walk.codec.timestamp(raw);
      if (seconds === undefined || !Number.isFinite(seconds)) throw wrongType(raw, "a Timestamp");
      return seconds;
    }
    case "list":
      return readList(schema, raw, walk);
    case "map":
      return readMap(schema, raw, walk);
    case "structure":
      return readStructure(schema, raw, walk);
    default: {
      const value = readNumber(schema.kind, raw, walk);
      if (schema.range && outside(schema.range, value)) complain(walk, show(schema, value), brokenRange(schema.range, value));
      return value;
    }
  }
}

function readString(schema: StringSchema, raw: unknown, walk: Walk): string {
  if (typeof raw !== "string") throw wrongType(raw, "a String");
  const broken =
    (schema.length !== undefined && outside(schema.length, raw.length)) ||
    (schema.pattern !== undefined && !schema.pattern.test(raw)) ||
    (schema.values !== undefined && !schema.values.includes(raw));
  if (broken) complain(walk, show(schema, raw), brokenString(schema, raw));
  return raw;
}

function readNumber(kind: "integer" | "long" | "double", raw: unknown, walk: Walk): number {
  const value = walk.codec.number(raw);
  if (kind === "double") return value ?? fail(raw, "a Double");
  const wanted = kind === "integer" ? "an Integer" : "a Long";
  if (value === undefined || !Number.isSafeInteger(value)) throw wrongType(raw, wanted);
  if (kind === "integer" && (value >= int32 || value < -int32)) throw wrongType(raw, wanted);
  return value;
}

function readStructure(schema: StructureSchema, raw: unknown, walk: Walk): Record<string, unknown> {
  const members = walk.codec.structure(raw);
  if (members === undefined) throw Array.isArray(raw) ? wrongType(raw, "") : new SerializationError("Expected structure or null");
  enter(walk);
  const value: Record<string, unknown> = {};
  for (const { name, schema: memberSchema, required } of schema.members) {
    const entry = Object.hasOwn(members, name) ? members[name] : undefined;
    if (entry === undefined || entry === null) {
      if (required) add(walk, missing(pathName(name)));
      continue;
    }
    const before = walk.violations.length;
    value[name] = read(memberSchema, entry, walk);
    if (walk.violations.length !== before) prefix(walk, before, pathName(name));
  }
  walk.depth--;
  return value;
}

function readList(schema: ListSchema, raw: unknown, walk: Walk): unknown[] {
  const entries = walk.codec.list(raw);
  if (entries === undefined) throw typeof raw === "object" ? wrongType(raw, "") : new SerializationError("Expected list or null");
  enter(walk);
  const values: unknown[] = [];
  const before = walk.violations.length;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i];
    const had = walk.violations.length;
    if (entry === undefined || entry === null) add(walk, missing(""));
    else values.push(read(schema.member, entry, walk));
    if (walk.violations.length !== had) prefix(walk, had, `${i + 1}.member`);
  }
  walk.depth--;
  if (walk.violations.length !== before && isLeaf(schema.member)) {
    tellAtContainer(walk, before, show(schema, values), `Member must satisfy constraint: ${allConstraints(schema.member)}`);
  }
  if (schema.length && outside(schema.length, values.length)) {
    complain(walk, show(schema, values), brokenLength(schema.length, values.length));
  }
  return values;
}

function readMap(schema: MapSchema, raw: unknown, walk: Walk): Record<string, unknown> {
  const entries = walk.codec.map(raw);
  if (entries === undefined) throw Array.isArray(raw) ? wrongType(raw, "") : new SerializationError("Expected map or null");
  enter(walk);
  // Without a prototype, so that a client's key can be any word, `__proto__` too.
  const values = Object.create(null) as Record<string, unknown>;
  const before = walk.violations.length;
  let keyBroken = false;
  for (const [key, entry] of entries) {
    const hadKey = walk.violations.length;
    read(schema.key, key, walk);
    if (walk.violations.length !== hadKey) {
      walk.violations.length = hadKey;
      keyBroken = true;
    }
    if (entry === undefined || entry === null) add(walk, missing(""));
    else values[key] = read(schema.value, entry, walk);
    if (walk.violations.length !== hadKey) prefix(walk, hadKey, `${key}.member`);
  }
  walk.depth--;
  if (walk.violations.length !== before && isLeaf(schema.value)) {
    tellAtContainer(walk, before, show(schema, values), `Map value must satisfy constraint: ${allConstraints(schema.value)}`);
  }
  if (keyBroken) complain(walk, show(schema, values), [`Map keys must satisfy constraint: ${allConstraints(schema.key)}`]);
  const size = Object.keys(values).length;
  if (schema.length && outside(schema.length, size)) complain(walk, show(schema, values), brokenLength(schema.length, size));
  return values;
}

/** AWS tells a broken leaf once at its list or map; a missing one keeps its own place. */
function tellAtContainer(walk: Walk, from: number, shown: string | undefined, constraint: string): void {
  const missingOnes = walk.violations.slice(from).filter((violation) => violation.shown === null);
  const broken = walk.violations.length - from > missingOnes.length;
  walk.violations.length = from;
  walk.violations.push(...missingOnes);
  if (broken) complain(walk, shown, [constraint]);
}

const isLeaf = (schema: Schema): boolean => schema.kind !== "structure" && schema.kind !== "list" && schema.kind !== "map";

const outside = ([min, max]: Range, actual: number): boolean =>
  (min !== undefined && !(actual >= min)) || (max !== undefined && !(actual <= max));

function enter(walk: Walk): void {
  if (++walk.depth > maximumDepth) throw new SerializationError("The document is nested too deeply");
}

function complain(walk: Walk, shown: string | undefined, constraints: readonly string[]): void {
  for (const constraint of constraints) add(walk, { path: "", shown, constraint });
}

function add(walk: Walk, violation: Violation): void {
  if (walk.violations.length < maximumViolations) walk.violations.push(violation);
}

function prefix(walk: Walk, from: number, name: string): void {
  for (let i = from; i < walk.violations.length; i++) {
    const violation = walk.violations[i];
    if (violation) violation.path = violation.path === "" ? name : `${name}.${violation.path}`;
  }
}

function fail(raw: unknown, wanted: string): never {
  throw wrongType(raw, wanted);
}
