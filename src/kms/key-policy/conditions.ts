/** Conditions of key policies: the operators and the condition keys that are enforced, one table each. */
import { matches } from "./pattern.ts";
import { malformed, object, strings } from "./policy-json.ts";
import type { PolicyRequest } from "./policy-request.ts";

/** One line of a Condition: all of them must hold. */
export interface Condition {
  readonly operator: OperatorName;
  /** ForAnyValue, ForAllValues, or neither. */
  readonly over: "any" | "all" | "plain";
  /** Holds also where the request has no such key. */
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

interface Operator {
  /** Whether one value of the request and one of the policy go together. */
  readonly matches: (actual: string, wanted: string) => boolean;
  /** Holds when nothing matches, rather than when something does. */
  readonly negated?: boolean;
}

const equal = (actual: string, wanted: string): boolean => actual === wanted;
const equalIgnoringCase = (actual: string, wanted: string): boolean => actual.toLowerCase() === wanted.toLowerCase();
const like = (actual: string, wanted: string): boolean => matches(wanted, actual);

const operators = {
  StringEquals: { matches: equal },
  StringNotEquals: { matches: equal, negated: true },
  StringEqualsIgnoreCase: { matches: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { matches: equalIgnoringCase, negated: true },
  StringLike: { matches: like },
  StringNotLike: { matches: like, negated: true },
  Bool: { matches: equalIgnoringCase },
  /** "true": the request has no such key. */
  Null: { matches: equalIgnoringCase },
} as const satisfies Readonly<Record<string, Operator>>;
type OperatorName = keyof typeof operators;

const encryptionContextPrefix = "kms:encryptioncontext:";

/** What a request has under each condition key, by lower-case name; undefined where it has none. */
const conditionKeys: Readonly<Record<string, (request: PolicyRequest) => readonly string[] | undefined>> = {
  "kms:encryptioncontextkeys": ({ encryptionContext }) => encryptionContext && Object.keys(encryptionContext),
  "kms:calleraccount": ({ callerAccountId }) => [callerAccountId],
  /** No call comes by way of an AWS service. */
  "kms:viaservice": () => undefined,
  "kms:grantisforawsresource": ({ grant }) => grant && ["false"],
  "kms:grantoperations": ({ grant }) => grant?.operations,
  "kms:granteeprincipal": ({ grant }) => grant && [grant.granteePrincipal],
  "kms:retiringprincipal": ({ grant }) => (grant?.retiringPrincipal === undefined ? undefined : [grant.retiringPrincipal]),
  "kms:grantconstrainttype": ({ grant }) => constraintTypesOf(grant?.constraints),
};

function constraintTypesOf(constraints: NonNullable<PolicyRequest["grant"]>["constraints"]): readonly string[] | undefined {
  if (constraints?.encryptionContextEquals) return ["EncryptionContextEquals"];
  return constraints?.encryptionContextSubset && ["EncryptionContextSubset"];
}

/** @throws ApiError MalformedPolicyDocumentException */
export function readConditions(value: unknown): readonly Condition[] {
  return Object.entries(object(value, "A statement's Condition")).flatMap(([name, keys]) =>
    Object.entries(object(keys, `The condition ${name}`)).map(([key, values]) => readCondition(name, key, values)),
  );
}

function readCondition(name: string, key: string, values: unknown): Condition {
  const [, set, bare = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (!Object.hasOwn(operators, bare) || (bare === "Null" && ifExists !== undefined)) {
    throw malformed(`The condition operator ${name} is not supported. Supported are ${Object.keys(operators).join(", ")}.`);
  }
  const lower = key.toLowerCase();
  const ofContext = lower.startsWith(encryptionContextPrefix) && lower.length > encryptionContextPrefix.length;
  if (!ofContext && !Object.hasOwn(conditionKeys, lower)) {
    throw malformed(
      `The condition key ${key} is not supported. Supported are kms:EncryptionContext:<key>, kms:EncryptionContextKeys, kms:CallerAccount, kms:ViaService, kms:GrantOperations, kms:GranteePrincipal, kms:RetiringPrincipal, kms:GrantConstraintType and kms:GrantIsForAWSResource.`,
    );
  }
  return {
    operator: bare as OperatorName,
    over: set === undefined ? "plain" : set === "ForAllValues" ? "all" : "any",
    ifExists: ifExists !== undefined,
    // The part after the prefix is the client's own key, whose case counts.
    key: ofContext ? encryptionContextPrefix + key.slice(encryptionContextPrefix.length) : lower,
    values: strings(typeof values === "boolean" ? String(values) : values, "A condition's value"),
  };
}

/** Whether a condition holds for a request. */
export function holds({ operator, over, ifExists, key, values }: Condition, request: PolicyRequest): boolean {
  const actual = valuesOf(key, request);
  if (operator === "Null") return values.some((value) => (value.toLowerCase() === "true") === (actual === undefined));
  const { matches: goTogether, negated = false }: Operator = operators[operator];
  if (actual === undefined || actual.length === 0) return over === "all" || ifExists || (negated && over === "plain");
  const fits = (value: string): boolean => values.some((wanted) => goTogether(value, wanted)) !== negated;
  // Several values without a set operator: a negation must hold for each, an affirmation for one.
  return over === "all" || (over === "plain" && negated) ? actual.every(fits) : actual.some(fits);
}

function valuesOf(key: string, request: PolicyRequest): readonly string[] | undefined {
  if (!key.startsWith(encryptionContextPrefix)) return conditionKeys[key]?.(request);
  const name = key.slice(encryptionContextPrefix.length);
  const { encryptionContext } = request;
  const value = encryptionContext && Object.hasOwn(encryptionContext, name) ? encryptionContext[name] : undefined;
  return value === undefined ? undefined : [value];
}
