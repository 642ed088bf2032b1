/** CreateGrant: lets a principal use a key for some operations, beside what the key policy says. Known everywhere before it answers. */
import { authorizedKey } from "./authorized-key.ts";
import { boolean, type Infer, required, structure } from "../../lib/schema.ts";
import { checkGrantOperations, checkNoWider, checkPrincipal, samePairs } from "./grant-rules.ts";
import { dryRunSucceeds } from "../dry-run.ts";
import { grantConstraintsType, grantNameType, grantOperationListType, servicePrincipalType } from "./grant-shapes.ts";
import { grantIdType, grantTokenListType, keyIdType, principalIdType } from "../shapes.ts";
import { grantTokenOf } from "../grant-token.ts";
import { kmsError } from "../errors.ts";
import { newGrantId } from "./identifiers.ts";
import { type Call, operation } from "../../aws/operation.ts";
import { refuseDisabled, refusePendingDeletion } from "./key-states.ts";
import { storedKey } from "./stored.ts";
import { string } from "../../lib/schema.ts";
import type { Grant, GrantConstraints } from "../../model/grant.ts";
import type { ManagementContext } from "./management-context.ts";

/** AWS's quota on the grants of one key. */
const mostGrants = 50_000;

const input = structure("CreateGrantRequest", {
  KeyId: required(keyIdType),
  GranteePrincipal: principalIdType,
  RetiringPrincipal: principalIdType,
  Operations: required(grantOperationListType),
  Constraints: grantConstraintsType,
  GrantTokens: grantTokenListType,
  Name: grantNameType,
  DryRun: boolean(),
  GranteeServicePrincipal: servicePrincipalType,
  RetiringServicePrincipal: servicePrincipalType,
});
type Input = Infer<typeof input>;

export const createGrant = operation<ManagementContext>()({
  name: "CreateGrant",
  access: "user",
  input,
  output: structure("CreateGrantResponse", { GrantToken: string(), GrantId: grantIdType }),
  async handle(given, call) {
    const { context } = call;
    const granteePrincipal = checkInput(given);
    const wanted = newGrant(given, granteePrincipal, call);
    const { key } = permitted(given, wanted, call);
    refusePendingDeletion(key);
    refuseDisabled(key);
    if (given.DryRun === true) throw dryRunSucceeds();
    let id = wanted.id;
    await context.commits.transact(async () => {
      // The key may be going in this moment.
      const stored = await storedKey(context, key.arn);
      refusePendingDeletion(stored.value);
      const present = [...context.directory.grantsOf(key.id)];
      const same = wanted.name === undefined ? undefined : present.find((grant) => isSame(grant, wanted));
      id = same?.id ?? wanted.id;
      if (same) return [];
      if (present.length >= mostGrants)
        throw kmsError("LimitExceededException", `The KMS key has ${mostGrants} grants, the most that there can be.`);
      return [{ kind: "grant", id: wanted.id, value: { ...wanted, keyId: key.id }, expect: "absent" }];
    });
    return { GrantToken: grantTokenOf(id), GrantId: id };
  },
});

/** Throws for what is no grant here; returns the grantee. */
function checkInput(given: Input): string {
  if (
    given.GranteeServicePrincipal !== undefined ||
    given.RetiringServicePrincipal !== undefined ||
    given.Constraints?.SourceArn !== undefined
  ) {
    throw kmsError(
      "ValidationException",
      "GranteeServicePrincipal, RetiringServicePrincipal and the SourceArn constraint are not supported: no AWS service calls here.",
    );
  }
  const { GranteePrincipal: grantee, RetiringPrincipal: retiring } = given;
  if (grantee === undefined) throw kmsError("ValidationException", "GranteePrincipal is required.");
  checkPrincipal(grantee);
  if (retiring !== undefined) checkPrincipal(retiring);
  checkGrantOperations(given.Operations);
  return grantee;
}

function newGrant(given: Input, granteePrincipal: string, { context }: Call<ManagementContext>): Omit<Grant, "keyId"> {
  const { clock, installation } = context;
  const constraints = constraintsOf(given.Constraints);
  return {
    id: newGrantId(clock),
    ...(given.Name === undefined ? {} : { name: given.Name }),
    granteePrincipal,
    ...(given.RetiringPrincipal === undefined ? {} : { retiringPrincipal: given.RetiringPrincipal }),
    operations: [...new Set(given.Operations)],
    ...(constraints ? { constraints } : {}),
    issuingAccount: `arn:aws:iam::${installation.accountId}:root`,
    createdAt: clock.now(),
  };
}

function constraintsOf(given: Input["Constraints"]): GrantConstraints | undefined {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = given ?? {};
  if (!subset && !equals) return undefined;
  return { ...(subset ? { encryptionContextSubset: subset } : {}), ...(equals ? { encryptionContextEquals: equals } : {}) };
}

function permitted(given: Input, wanted: Omit<Grant, "keyId">, call: Call<ManagementContext>) {
  const { operations, granteePrincipal, retiringPrincipal, constraints } = wanted;
  const { key, permission } = authorizedKey(call, given.KeyId, {
    action: "kms:CreateGrant",
    grantTokens: given.GrantTokens,
    grant: { operations, granteePrincipal, retiringPrincipal, constraints },
  });
  checkNoWider(permission, wanted);
  return { key };
}

/** A named grant that is asked for again is the one that is there. */
function isSame(grant: Grant, wanted: Omit<Grant, "keyId">): boolean {
  const sameConstraint = (name: keyof GrantConstraints): boolean => {
    const [a, b] = [grant.constraints?.[name], wanted.constraints?.[name]];
    return a && b ? samePairs(a, b) : a === b;
  };
  return (
    grant.name === wanted.name &&
    grant.granteePrincipal === wanted.granteePrincipal &&
    grant.retiringPrincipal === wanted.retiringPrincipal &&
    grant.operations.length === wanted.operations.length &&
    grant.operations.every((name) => wanted.operations.includes(name)) &&
    sameConstraint("encryptionContextSubset") &&
    sameConstraint("encryptionContextEquals")
  );
}
