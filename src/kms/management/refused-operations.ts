/**
 * The operations that no key in an external key store can serve: each reads its input as its model says, finds the key, and answers
 * with the exception that AWS gives for such a key, after the key's state as AWS does.
 */
import { required, structure } from "../../lib/schema.ts";
import { type AuthorizedKey, authorizedKey, authorizedKeyOrAlias } from "./authorized-key.ts";
import { keyIdType } from "../shapes.ts";
import { type KmsApiOperation, kmsApiOperations, type Refusal } from "../operations.ts";
import { type RefusedOperation, refusedOperationTable } from "./refused-operation-table.ts";
import { kmsError } from "../errors.ts";
import { type Call, type Operation, operation } from "../../aws/operation.ts";
import { refuseDisabled, refusePendingDeletion } from "./key-states.ts";
import { refuseUnusable, withStore } from "../crypto/usable-key.ts";
import type { ApiError } from "../../aws/api-error.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { ManagementContext } from "./management-context.ts";

/** The exception for each reason, in the service's words. */
const refusals: Readonly<Record<Refusal, (arn: string, operationName: string) => ApiError>> = {
  "key-usage": (arn, name) => kmsError("InvalidKeyUsageException", `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${name}.`),
  origin: (arn) => kmsError("UnsupportedOperationException", `${arn} origin is EXTERNAL_KEY_STORE which is not valid for this operation.`),
  "key-spec": (arn) =>
    kmsError("UnsupportedOperationException", `${arn} key spec is SYMMETRIC_DEFAULT which is not valid for this operation.`),
  "single-region": (arn) => kmsError("UnsupportedOperationException", `${arn} is not a multi-Region key.`),
};

/** Why a key cannot serve an operation, by the table of all operations. */
const refusalOf = (name: string): Refusal | undefined => (kmsApiOperations as Readonly<Record<string, KmsApiOperation>>)[name]?.refusal;

export const refusedOperations: readonly Operation<ManagementContext>[] = Object.entries(refusedOperationTable).flatMap(
  ([name, refused]) => {
    const refusal = refusalOf(name);
    return refusal === undefined ? [] : [refusing(name, refused, refusal)];
  },
);

function refusing(name: string, refused: RefusedOperation, refusal: Refusal): Operation<ManagementContext> {
  return operation<ManagementContext>()({
    name,
    access: refused.access,
    input: structure(`${name}Request`, { ...refused.members, KeyId: required(keyIdType) }),
    output: structure(`${name}Response`, {}),
    handle({ KeyId, ...members }, call) {
      const { key } = keyFor(call, KeyId, { name, refused, members });
      checkState(key, refused, call.context);
      throw refusals[refusal](key.arn, name);
    },
  });
}

interface Asked {
  readonly name: string;
  readonly refused: RefusedOperation;
  readonly members: Readonly<Record<string, unknown>>;
}

function keyFor(call: Call<ManagementContext>, keyId: string, { name, refused, members }: Asked): AuthorizedKey {
  const action = `kms:${name}`;
  if (refused.kind === "management") return authorizedKey(call, keyId, { action });
  return authorizedKeyOrAlias(call, keyId, {
    action,
    grantTokens: members["GrantTokens"] as string[] | undefined,
    encryptionContext: members["EncryptionContext"] as Record<string, string> | undefined,
  });
}

function checkState(key: KmsKey, { kind, refusesDisabled }: RefusedOperation, { directory }: ManagementContext): void {
  if (kind === "cryptography") return refuseUnusable(withStore(directory, key));
  refusePendingDeletion(key);
  if (refusesDisabled === true) refuseDisabled(key);
}
