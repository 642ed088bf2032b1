/** What a resource enters into the indexes of its kind: the table `resource-kinds`, read as data by the engines. */
import { type Kind, resourceKinds } from "./resource-kinds.ts";

export interface IndexValue {
  readonly index: string;
  readonly value: string;
  /** Whether no two resources of the kind may enter the same value. */
  readonly unique: boolean;
}

type Definition = Readonly<Record<string, (value: unknown) => string | undefined>>;

/** The index entries of one resource. */
export function indexValues(kind: Kind, resource: unknown): IndexValue[] {
  const { unique, indexes } = resourceKinds[kind] as { readonly unique?: Definition; readonly indexes?: Definition };
  return [...entriesOf(unique, resource, true), ...entriesOf(indexes, resource, false)];
}

/** Whether an index of a kind is unique. */
export function isUnique(kind: Kind, index: string): boolean {
  const { unique } = resourceKinds[kind] as { readonly unique?: Definition };
  return unique !== undefined && index in unique;
}

function entriesOf(definition: Definition | undefined, resource: unknown, unique: boolean): IndexValue[] {
  return Object.entries(definition ?? {}).flatMap(([index, valueOf]) => {
    const value = valueOf(resource);
    return value === undefined ? [] : [{ index, value, unique }];
  });
}
