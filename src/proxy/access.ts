/**
 * Access rules of the proxy (specification, Authorization): who may use which external key for what, on top of what AWS's own
 * policies allow. A matching `deny` wins, then a matching `allow`; what no rule speaks of is denied. Health checks are exempt.
 */
import type { XksOperation } from "../model/xks-operation.ts";
import { XksProxyError } from "../xks/errors.ts";
import type { RequestMetadata, XksBackend } from "../xks/server/backend.ts";
import type { ProxyLog } from "./log.ts";

/** Patterns; `*` stands for any text, `?` for one character. Absent: whatever it is. */
export interface AccessRule {
  /** Names the rule in logs. */
  readonly id: string;
  readonly effect: "allow" | "deny";
  readonly externalKeyIds?: readonly string[];
  /** ARNs of awsPrincipalArn. */
  readonly principals?: readonly string[];
  readonly kmsKeyArns?: readonly string[];
  readonly kmsOperations?: readonly string[];
  readonly xksOperations?: readonly string[];
  /** A request that came by no service matches no pattern. */
  readonly viaServices?: readonly string[];
  readonly sourceVpcs?: readonly string[];
  readonly sourceVpces?: readonly string[];
}

export interface AccessRules {
  /** `audit`: what would be denied is logged and allowed. */
  readonly mode: "enforce" | "audit";
  readonly rules: readonly AccessRule[];
}

/** What a decision is made from. */
export interface AccessQuestion {
  readonly xksOperation: XksOperation;
  readonly externalKeyId: string;
  readonly metadata: RequestMetadata;
}

export interface AccessDecision {
  readonly allowed: boolean;
  /** The rule that decided; absent where none matched. */
  readonly ruleId?: string;
}

/** Decides by a key store's rules. */
export function decide(rules: readonly AccessRule[], question: AccessQuestion): AccessDecision {
  const matching = rules.filter((rule) => matches(rule, question));
  const decisive = matching.find(({ effect }) => effect === "deny") ?? matching[0];
  return { allowed: decisive?.effect === "allow", ...(decisive && { ruleId: decisive.id }) };
}

/** A backend that asks the rules first. */
export function guarded(backend: XksBackend, { mode, rules }: AccessRules, log: ProxyLog): XksBackend {
  const check = (xksOperation: XksOperation, externalKeyId: string, metadata: RequestMetadata): void => {
    const { allowed, ruleId } = decide(rules, { xksOperation, externalKeyId, metadata });
    if (allowed) return;
    const why = ruleId === undefined ? "no rule allows it" : `rule ${ruleId} denies it`;
    if (mode === "enforce") throw new XksProxyError("AccessDeniedException", `Access denied: ${why}.`);
    log.warn({ ...metadata, xksOperation, externalKeyId, ruleId }, `access would be denied: ${why}`);
  };
  return {
    encrypt(externalKeyId, plaintext, aad, metadata) {
      check("Encrypt", externalKeyId, metadata);
      return backend.encrypt(externalKeyId, plaintext, aad, metadata);
    },
    decrypt(externalKeyId, encryption, aad, metadata) {
      check("Decrypt", externalKeyId, metadata);
      return backend.decrypt(externalKeyId, encryption, aad, metadata);
    },
    getKeyMetadata(externalKeyId, metadata) {
      check("GetKeyMetadata", externalKeyId, metadata);
      return backend.getKeyMetadata(externalKeyId, metadata);
    },
    getHealthStatus: (metadata) => backend.getHealthStatus(metadata),
  };
}

function matches(rule: AccessRule, { xksOperation, externalKeyId, metadata }: AccessQuestion): boolean {
  return (
    fits(rule.externalKeyIds, externalKeyId) &&
    fits(rule.principals, metadata.awsPrincipalArn) &&
    fits(rule.kmsKeyArns, metadata.kmsKeyArn) &&
    fits(rule.kmsOperations, metadata.kmsOperation) &&
    fits(rule.xksOperations, xksOperation) &&
    fits(rule.viaServices, metadata.kmsViaService) &&
    fits(rule.sourceVpcs, metadata.awsSourceVpc) &&
    fits(rule.sourceVpces, metadata.awsSourceVpce)
  );
}

function fits(patterns: readonly string[] | undefined, value: string | undefined): boolean {
  return patterns === undefined || (value !== undefined && patterns.some((pattern) => likePattern(pattern, value)));
}

/** `*` and `?` as in AWS policies; no regular expression, so that no pattern can be made slow. */
export function likePattern(pattern: string, value: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < value.length; ) {
    if (pattern[at] === "*") {
      star = at++;
      resume = i;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === value[i])) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
