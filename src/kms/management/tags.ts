/** Tags of KMS keys: the rules and texts of the service. */
import { kmsError } from "../errors.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { Tag } from "../shapes.ts";

/** AWS's limit on the tags of one key. */
const mostTags = 50;

/**
 * The tags of a key once `given` are set on it; a key that is there already takes the new value.
 * Throws TagException for duplicates in the request, reserved keys and too many tags.
 */
export function withTags(before: KmsKey["tags"], given: readonly Tag[]): KmsKey["tags"] {
  checkNotReserved(given.map(({ TagKey }) => TagKey));
  const fresh = new Map(given.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  if (fresh.size < given.length) throw kmsError("TagException", "Duplicate tag keys");
  const kept = before.filter(({ key }) => !fresh.has(key));
  const after = [...kept, ...[...fresh].map(([key, value]) => ({ key, value }))];
  if (after.length > mostTags) throw kmsError("TagException", "Too many tags");
  return after;
}

/** Throws TagException for keys that begin with `aws:`, whatever the case. */
export function checkNotReserved(keys: readonly string[]): void {
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) throw kmsError("TagException", "Tags beginning with aws: are reserved");
}
