/**
 * Schemas: one line a member says type, required, length, range, pattern, enum and wire name. From that one line come
 * decoding with AWS's constraint messages (lib/schema/decode), encoding (lib/schema/encode) and the TypeScript type
 * (`Infer`). A schema is plain immutable data; it knows no protocol.
 */

/** Inclusive lower and upper bound; `undefined` leaves a side open. */
export type Range = readonly [min: number | undefined, max: number | undefined];

/** A schema for values of type T. */
export type Schema<T = unknown> = (
  | StringSchema
  | NumberSchema
  | BooleanSchema
  | BlobSchema
  | TimestampSchema
  | ListSchema
  | MapSchema
  | StructureSchema
) & { readonly [typeOf]?: T };

declare const typeOf: unique symbol;

/** The TypeScript type of a schema's values. */
export type Infer<S> = S extends { readonly [typeOf]?: infer T } ? T : never;

export interface StringSchema {
  readonly kind: "string";
  /** Length in characters. */
  readonly length?: Range;
  readonly pattern?: RegExp;
  /** Allowed values in AWS's own order, which its messages show. */
  readonly values?: readonly string[];
  /** Never shown in messages or logs. */
  readonly sensitive?: boolean;
}

export interface NumberSchema {
  readonly kind: "integer" | "long" | "double";
  readonly range?: Range;
}

export interface BooleanSchema {
  readonly kind: "boolean";
}

export interface BlobSchema {
  readonly kind: "blob";
  /** Length in bytes. */
  readonly length?: Range;
}

/** Epoch seconds, may carry a fraction. */
export interface TimestampSchema {
  readonly kind: "timestamp";
}

export interface ListSchema {
  readonly kind: "list";
  readonly member: Schema;
  /** Number of entries. */
  readonly length?: Range;
}

export interface MapSchema {
  readonly kind: "map";
  readonly key: Schema<string>;
  readonly value: Schema;
  readonly length?: Range;
}

export interface StructureSchema {
  readonly kind: "structure";
  /** The shape's name in AWS's model, e.g. "EncryptRequest". */
  readonly name: string;
  readonly members: readonly Member[];
  readonly byName: ReadonlyMap<string, Member>;
}

/** One member of a structure. Its name is the wire name, PascalCase on AWS APIs. */
export interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
}

export const string = (constraints: Omit<StringSchema, "kind" | "values"> = {}): Schema<string> => ({ kind: "string", ...constraints });
export const enumeration = <const V extends readonly string[]>(values: V): Schema<V[number]> => ({ kind: "string", values });
export const integer = (range?: Range): Schema<number> => (range ? { kind: "integer", range } : { kind: "integer" });
export const long = (range?: Range): Schema<number> => (range ? { kind: "long", range } : { kind: "long" });
export const double = (range?: Range): Schema<number> => (range ? { kind: "double", range } : { kind: "double" });
export const boolean = (): Schema<boolean> => ({ kind: "boolean" });
export const blob = (length?: Range): Schema<Uint8Array> => (length ? { kind: "blob", length } : { kind: "blob" });
export const timestamp = (): Schema<number> => ({ kind: "timestamp" });
export const list = <T>(member: Schema<T>, length?: Range): Schema<T[]> =>
  length ? { kind: "list", member, length } : { kind: "list", member };
/** A list of numbers that handlers may also hand out as a typed array, as columns of the metric store are. */
export const column = (member: Schema<number>, length?: Range): Schema<ArrayLike<number>> =>
  length ? { kind: "list", member, length } : { kind: "list", member };
export const map = <T>(key: Schema<string>, value: Schema<T>, length?: Range): Schema<Record<string, T>> =>
  length ? { kind: "map", key, value, length } : { kind: "map", key, value };

/** Marks a member as required. */
export interface Required<T> {
  readonly required: Schema<T>;
}
export const required = <T>(schema: Schema<T>): Required<T> => ({ required: schema });

type MemberTypes = Readonly<Record<string, Schema<never> | Required<never> | Schema | Required<unknown>>>;
type RequiredNames<M> = { [K in keyof M]: M[K] extends { readonly required: Schema } ? K : never }[keyof M];
type TypeOfMember<S> = S extends { readonly required: infer R } ? Infer<R> : Infer<S>;
type StructureType<M> = { [K in RequiredNames<M>]: TypeOfMember<M[K]> } & {
  [K in Exclude<keyof M, RequiredNames<M>>]?: TypeOfMember<M[K]>;
};
type Flatten<T> = { [K in keyof T]: T[K] };

/**
 * A structure: `structure("EncryptRequest", { KeyId: required(string({ length: [1, 2048] })), DryRun: boolean() })`
 * has the type `{ KeyId: string; DryRun?: boolean }`.
 */
export function structure<const M extends MemberTypes>(name: string, members: M): Schema<Flatten<StructureType<M>>> & StructureSchema {
  const list: Member[] = Object.entries(members).map(([memberName, entry]) =>
    "required" in entry
      ? { name: memberName, schema: entry.required as Schema, required: true }
      : { name: memberName, schema: entry as Schema, required: false },
  );
  return { kind: "structure", name, members: list, byName: new Map(list.map((member) => [member.name, member])) };
}
