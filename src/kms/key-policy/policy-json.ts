/** Reading the JSON of a key policy part by part, and the error of what cannot be read or goes beyond what is enforced. */
import type { ApiError } from "../../aws/api-error.ts";
import { kmsError } from "../errors.ts";

export const malformed = (message: string): ApiError => kmsError("MalformedPolicyDocumentException", message);

/** One string or a list of them. */
export function strings(value: unknown, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((entry) => {
    if (typeof entry !== "string") throw malformed(`${what} must be a string or a list of strings.`);
    if (entry.includes("${")) throw malformed(`${what} contains a policy variable, which is not supported.`);
    return entry;
  });
}

/** An object that has none but these members. */
export function object(value: unknown, what: string, members?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(`${what} must be an object.`);
  const other = members && Object.keys(value).find((name) => !members.includes(name));
  if (other !== undefined) throw malformed(`${what} contains ${other}, which is not supported. Supported are ${members?.join(", ")}.`);
  return value as Readonly<Record<string, unknown>>;
}
