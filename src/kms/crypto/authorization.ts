/** The question that every cryptographic operation asks, once per key, before it looks at the key's state: may this caller? */
import type { Caller } from "../../aws/caller.ts";
import { Authorizer, type KeyUse } from "../authorization.ts";
import type { Directory } from "../directory.ts";

/** Throws an ApiError AccessDeniedException when the caller may not do this. */
export type Authorize = (caller: Caller, use: KeyUse) => void;

/** By role, key policy and grants, as the directory has them. */
export function authorizeBy(directory: Directory): Authorize {
  const authorizer = new Authorizer(directory);
  return (caller, use) => void authorizer.check(caller, use);
}
