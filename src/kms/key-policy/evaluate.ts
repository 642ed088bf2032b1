/** What a key policy says to one request. Pure. */
import { holds } from "./conditions.ts";
import { matches } from "./pattern.ts";
import type { KeyPolicy, Principal, Statement } from "./document.ts";
import type { PolicyRequest } from "./policy-request.ts";

export type Verdict = "allowed" | "denied" | "not mentioned";

/** An explicit Deny has the last word; what nothing allows is not mentioned. */
export function evaluate({ statements }: KeyPolicy, request: PolicyRequest): Verdict {
  let verdict: Verdict = "not mentioned";
  for (const statement of statements) {
    if (!applies(statement, request)) continue;
    if (statement.effect === "Deny") return "denied";
    verdict = "allowed";
  }
  return verdict;
}

function applies({ effect, principals, actions, resources, conditions }: Statement, request: PolicyRequest): boolean {
  const action = request.action.toLowerCase();
  return (
    actions.some((pattern) => matches(pattern, action)) &&
    resources.some((pattern) => matches(pattern, request.keyArn)) &&
    principals.some((principal) => speaksOf(principal, effect, request)) &&
    conditions.every((condition) => holds(condition, request))
  );
}

function speaksOf(
  principal: Principal,
  effect: Statement["effect"],
  { callerArn, callerAccountId, identityAllows }: PolicyRequest,
): boolean {
  switch (principal.is) {
    case "anyone":
      return true;
    case "account":
      // An Allow leaves it to the account what its identities may do; a Deny holds for all of them.
      return principal.accountId === callerAccountId && (effect === "Deny" || identityAllows);
    case "identity":
      return principal.arn === callerArn;
    default:
      return false;
  }
}
