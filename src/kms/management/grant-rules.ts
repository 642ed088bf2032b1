/** What a grant may be, and how far a grant may be passed on. */
import { kmsError } from "../errors.ts";
import type { Grant, GrantConstraints, GrantOperation } from "../../model/grant.ts";
import type { Permission } from "../authorization.ts";

/** Operations that no key with the usage ENCRYPT_DECRYPT has. */
const notForEncryption: ReadonlySet<GrantOperation> = new Set([
  "Sign",
  "Verify",
  "GetPublicKey",
  "GenerateMac",
  "VerifyMac",
  "DeriveSharedSecret",
]);

/** Throws ValidationException for operations that the key cannot be asked for. */
export function checkGrantOperations(operations: readonly GrantOperation[]): void {
  if (operations.length === 0) throw kmsError("ValidationException", "A grant must have at least one operation.");
  const wrong = operations.filter((operation) => notForEncryption.has(operation));
  if (wrong.length > 0) {
    throw kmsError(
      "ValidationException",
      `The operations ${wrong.join(", ")} are not valid for a grant on a KMS key with key usage ENCRYPT_DECRYPT.`,
    );
  }
}

const principalArn =
  /^(\d{12}|arn:aws[a-z-]*:(iam::\d{12}:(root|(user|role|federated-user)\/[\w+=,.@/-]+)|sts::\d{12}:(assumed-role|federated-user)\/[\w+=,.@/-]+))$/;

/** Throws InvalidArnException for what is no principal. */
export function checkPrincipal(principal: string): void {
  if (!principalArn.test(principal)) throw kmsError("InvalidArnException", `ARN does not refer to a valid principal: ${principal}`);
}

/**
 * Who may create grants by a grant alone passes on no more than that grant gives: no other operations, no weaker
 * constraints. Throws AccessDeniedException.
 */
export function checkNoWider(permission: Permission, wanted: Pick<Grant, "operations" | "constraints">): void {
  if (permission === "policy") return;
  const wider =
    wanted.operations.some((operation) => !permission.operations.includes(operation)) ||
    !atLeastAsStrict(wanted.constraints ?? {}, permission.constraints ?? {});
  if (wider) throw kmsError("AccessDeniedException", "A grant that is created by way of a grant must not allow more than that grant does.");
}

function atLeastAsStrict(wanted: GrantConstraints, given: GrantConstraints): boolean {
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = given;
  if (equals && !(wanted.encryptionContextEquals && samePairs(wanted.encryptionContextEquals, equals))) return false;
  if (!subset) return true;
  return [wanted.encryptionContextEquals, wanted.encryptionContextSubset].some((pairs) => pairs && includesPairs(pairs, subset));
}

type Pairs = Readonly<Record<string, string>>;

const includesPairs = (pairs: Pairs, needed: Pairs): boolean =>
  Object.entries(needed).every(([key, value]) => Object.hasOwn(pairs, key) && pairs[key] === value);

export const samePairs = (a: Pairs, b: Pairs): boolean => Object.keys(a).length === Object.keys(b).length && includesPairs(a, b);
