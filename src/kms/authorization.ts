/**
 * Who may do what with a KMS key, on both planes: the caller's role, the key's policy, the grants on it.
 *
 * Administrators may do all. Of the others, an explicit Deny of the policy refuses; else an Allow that names the caller, or
 * one that leaves it to the account while the caller's role includes the action, or a grant to the caller that
 * holds for the call. Viewers use no keys, whatever policies say.
 */
import type { Caller } from "../aws/caller.ts";
import { includes, type Role } from "../model/access-key.ts";
import type { Grant } from "../model/grant.ts";
import type { KmsKey } from "../model/kms-key.ts";
import type { Directory } from "./directory.ts";
import { kmsError } from "./errors.ts";
import { grantIdOfToken } from "./grant-token.ts";
import { evaluate, type Verdict } from "./key-policy/evaluate.ts";
import { type KeyPolicy, readKeyPolicy } from "./key-policy/document.ts";
import { matches } from "./key-policy/pattern.ts";
import type { PolicyRequest } from "./key-policy/policy-request.ts";

/** What a caller's role includes where a key policy leaves it to the account: for users, cryptography and describing. */
const roleActions: Readonly<Record<Role, readonly string[]>> = {
  viewer: [],
  user: [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:GenerateMac",
    "kms:Sign",
    "kms:Verify*",
    "kms:DeriveSharedSecret",
    "kms:Encapsulate",
    "kms:Decapsulate",
    "kms:DescribeKey",
    "kms:Get*",
    "kms:List*",
  ],
  admin: ["kms:*"],
};

/** One use of a key. */
export interface KeyUse {
  /** "kms:Encrypt", "kms:ReEncryptFrom", … */
  readonly action: string;
  readonly key: KmsKey;
  readonly encryptionContext?: Readonly<Record<string, string>> | undefined;
  readonly grantTokens?: readonly string[] | undefined;
  /** CreateGrant only: the grant to be made. */
  readonly grant?: PolicyRequest["grant"];
}

/** By what a use is allowed: the role or policy, or one grant. */
export type Permission = "policy" | Grant;

export class Authorizer {
  readonly #directory: Directory;
  /** By the key's value, which a new policy replaces. */
  readonly #policies = new WeakMap<KmsKey, KeyPolicy>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** @throws ApiError AccessDeniedException, or InvalidGrantTokenException for a token that is none */
  check(caller: Caller, use: KeyUse): Permission {
    for (const token of use.grantTokens ?? []) grantIdOfToken(token);
    if (caller.role === "admin") return "policy";
    if (!includes(caller.role, "user")) throw accessDenied(caller, use, "no identity-based policy allows the");
    const verdict = verdictOf(this.#policyOf(use.key), caller, use);
    if (verdict === "allowed") return "policy";
    if (verdict === "denied")
      throw kmsError("AccessDeniedException", `${refusal(caller, use)} with an explicit deny in a resource-based policy`);
    for (const grant of this.#directory.grantsOf(use.key.id)) if (grantAllows(grant, caller, use)) return grant;
    throw accessDenied(caller, use, "no resource-based policy allows the");
  }

  #policyOf(key: KmsKey): KeyPolicy {
    const known = this.#policies.get(key);
    if (known) return known;
    const policy = readKeyPolicy(key.policy);
    this.#policies.set(key, policy);
    return policy;
  }
}

/** What a policy alone says to a caller's use of a key, the caller's role taken into account. */
export function verdictOf(policy: KeyPolicy, caller: Caller, { action, key, encryptionContext, grant }: KeyUse): Verdict {
  return evaluate(policy, {
    action,
    keyArn: key.arn,
    callerArn: caller.arn,
    callerAccountId: caller.accountId,
    identityAllows: roleActions[caller.role].some((pattern) => matches(pattern, action)),
    encryptionContext,
    ...(grant ? { grant } : {}),
  });
}

/** Whether a grant gives its grantee this use: `ReEncryptFrom` and the like are the names of grant operations too. */
export function grantAllows({ granteePrincipal, operations, constraints }: Grant, caller: Caller, use: KeyUse): boolean {
  const operation = use.action.slice("kms:".length);
  if (!(operations as readonly string[]).includes(operation) || !isPrincipal(granteePrincipal, caller)) return false;
  const context = use.encryptionContext ?? {};
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = constraints ?? {};
  const has = (pairs: Readonly<Record<string, string>>): boolean =>
    Object.entries(pairs).every(([key, value]) => Object.hasOwn(context, key) && context[key] === value);
  // Constraints speak of cryptographic uses; describing and passing on have no encryption context.
  if (contextless.has(operation)) return true;
  return (!subset || has(subset)) && (!equals || (has(equals) && Object.keys(context).length === Object.keys(equals).length));
}

const contextless: ReadonlySet<string> = new Set(["DescribeKey", "CreateGrant", "RetireGrant", "GetPublicKey"]);

/** Whether a grant's principal is the caller, or the caller's whole account. */
export function isPrincipal(principal: string, caller: Caller): boolean {
  return principal === caller.arn || principal === `arn:aws:iam::${caller.accountId}:root` || principal === caller.accountId;
}

const refusal = (caller: Caller, { action, key }: KeyUse): string =>
  `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${key.arn}`;

/** In the words of the real service. */
const accessDenied = (caller: Caller, use: KeyUse, why: string): Error =>
  kmsError("AccessDeniedException", `${refusal(caller, use)} because ${why} ${use.action} action`);
