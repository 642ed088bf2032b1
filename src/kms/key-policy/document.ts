/**
 * Key policies as documents: read, checked against the subset that is enforced here, and refused beyond it. Nothing is
 * stored that is not enforced.
 *
 * The subset: Version, Id, Statement; in a statement Sid, Effect, Principal (`*`, AWS, Service), Action, Resource, Condition with the
 * operators and condition keys of `conditions`.
 */
import { type Condition, readConditions } from "./conditions.ts";
import { malformed, object, strings } from "./policy-json.ts";

/** Whom a statement speaks of. */
export type Principal =
  | { readonly is: "anyone" }
  /** The account: its identities as their roles allow. */
  | { readonly is: "account"; readonly accountId: string }
  | { readonly is: "identity"; readonly arn: string }
  /** An AWS service: none calls here, so it matches nobody. */
  | { readonly is: "service" };

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly Principal[];
  /** Patterns, lower case. Empty: the statement has no effect, as on AWS. */
  readonly actions: readonly string[];
  /** Patterns. Empty: no effect either. */
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface KeyPolicy {
  readonly statements: readonly Statement[];
}

const documentMembers = ["Version", "Id", "Statement"];
const statementMembers = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
const versions = ["2012-10-17", "2008-10-17"];
const identityArn = /^arn:aws[a-z-]*:(iam::\d{12}:(user|role|federated-user)|sts::\d{12}:(assumed-role|federated-user))\/[\w+=,.@/-]+$/;
const accountPrincipal = /^(?:arn:aws[a-z-]*:iam::(\d{12}):root|(\d{12}))$/;

/** @throws ApiError MalformedPolicyDocumentException that says what is wrong or not supported */
export function readKeyPolicy(text: string): KeyPolicy {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  const { Version, Statement } = object(document, "The policy", documentMembers);
  if (Version !== undefined && !versions.includes(Version as string))
    throw malformed(`The policy's Version must be ${versions.join(" or ")}.`);
  const statements = Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Statement];
  if (statements.length === 0) throw malformed("The policy has no Statement.");
  return { statements: statements.map(readStatement) };
}

function readStatement(value: unknown): Statement {
  const { Effect, Principal, Action, Resource, Condition } = object(value, "A statement", statementMembers);
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed("A statement's Effect must be Allow or Deny.");
  return {
    effect: Effect,
    principals: readPrincipals(Principal),
    actions: strings(Action ?? [], "Action").map(readAction),
    resources: strings(Resource ?? [], "Resource"),
    conditions: Condition === undefined ? [] : readConditions(Condition),
  };
}

function readPrincipals(value: unknown): readonly Principal[] {
  if (value === "*") return [{ is: "anyone" }];
  const { AWS, Service } = object(value, "A statement's Principal", ["AWS", "Service"]);
  const principals = [
    ...strings(AWS ?? [], "Principal").map(readAwsPrincipal),
    ...strings(Service ?? [], "Principal").map((): Principal => ({ is: "service" })),
  ];
  if (principals.length === 0) throw malformed("A statement must contain one or more principals.");
  return principals;
}

function readAwsPrincipal(text: string): Principal {
  if (text === "*") return { is: "anyone" };
  const account = accountPrincipal.exec(text);
  if (account) return { is: "account", accountId: account[1] ?? account[2] ?? "" };
  if (identityArn.test(text)) return { is: "identity", arn: text };
  throw malformed("Policy contains a statement with one or more invalid principals.");
}

function readAction(text: string): string {
  if (text !== "*" && !/^kms:[a-z*?]+$/i.test(text))
    throw malformed(`The action ${text} is not supported: actions are * or begin with kms:.`);
  return text.toLowerCase();
}
