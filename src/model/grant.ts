/** Grants: who may do what with one KMS key beside what its key policy says. */

/** GrantOperation of the KMS API, in the model's order. */
export const grantOperations = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "Sign",
  "Verify",
  "GetPublicKey",
  "CreateGrant",
  "RetireGrant",
  "DescribeKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateMac",
  "VerifyMac",
  "DeriveSharedSecret",
] as const;
export type GrantOperation = (typeof grantOperations)[number];

/** Conditions on the encryption context of a call that the grant is to allow. */
export interface GrantConstraints {
  /** The call's context must hold at least these pairs. */
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  /** The call's context must be exactly these pairs. */
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
}

export interface Grant {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly keyId: string;
  readonly name?: string;
  /** ARN of a user, or of an account's root for everyone in it. */
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
  /** ARN of the account in which it was created: `arn:aws:iam::<account>:root`. */
  readonly issuingAccount: string;
  readonly createdAt: number;
}
