/**
 * All operations of the KMS API (2014-11-01): the plane that answers each, and for those that no key in an external key
 * store can serve, why. The listener routes by this table; `kms/crypto` and `kms/management` hold the operations.
 */

/** Why an operation is refused for every key there can be here; `management/refused-operations` has the texts. */
export type Refusal =
  /** The key usage ENCRYPT_DECRYPT does not allow it: InvalidKeyUsageException. */
  | "key-usage"
  /** The origin EXTERNAL_KEY_STORE does not allow it: UnsupportedOperationException. */
  | "origin"
  /** It wants an asymmetric key: UnsupportedOperationException. */
  | "key-spec"
  /** It wants a multi-Region key: UnsupportedOperationException. */
  | "single-region";

export interface KmsApiOperation {
  readonly plane: "data" | "management";
  readonly refusal?: Refusal;
}

const data: KmsApiOperation = { plane: "data" };
const management: KmsApiOperation = { plane: "management" };
const refused = (refusal: Refusal): KmsApiOperation => ({ plane: "management", refusal });

export const kmsApiOperations = {
  CancelKeyDeletion: management,
  ConnectCustomKeyStore: management,
  CreateAlias: management,
  CreateCustomKeyStore: management,
  CreateGrant: management,
  CreateKey: management,
  Decapsulate: refused("key-usage"),
  Decrypt: data,
  DeleteAlias: management,
  DeleteCustomKeyStore: management,
  DeleteImportedKeyMaterial: refused("origin"),
  DeriveSharedSecret: refused("key-usage"),
  DescribeCustomKeyStores: management,
  DescribeKey: management,
  DisableKey: management,
  DisableKeyRotation: refused("origin"),
  DisconnectCustomKeyStore: management,
  EnableKey: management,
  EnableKeyRotation: refused("origin"),
  Encapsulate: refused("key-usage"),
  Encrypt: data,
  GenerateDataKey: data,
  GenerateDataKeyPair: refused("origin"),
  GenerateDataKeyPairWithoutPlaintext: refused("origin"),
  GenerateDataKeyWithoutPlaintext: data,
  GenerateMac: refused("key-usage"),
  GenerateRandom: data,
  GetKeyLastUsage: management,
  GetKeyPolicy: management,
  GetKeyRotationStatus: refused("origin"),
  GetParametersForImport: refused("origin"),
  GetPublicKey: refused("key-spec"),
  ImportKeyMaterial: refused("origin"),
  ListAliases: management,
  ListGrants: management,
  ListKeyPolicies: management,
  ListKeyRotations: refused("origin"),
  ListKeys: management,
  ListResourceTags: management,
  ListRetirableGrants: management,
  PutKeyPolicy: management,
  ReEncrypt: data,
  ReplicateKey: refused("single-region"),
  RetireGrant: management,
  RevokeGrant: management,
  RotateKeyOnDemand: refused("origin"),
  ScheduleKeyDeletion: management,
  Sign: refused("key-usage"),
  TagResource: management,
  UntagResource: management,
  UpdateAlias: management,
  UpdateCustomKeyStore: management,
  UpdateKeyDescription: management,
  UpdatePrimaryRegion: refused("single-region"),
  Verify: refused("key-usage"),
  VerifyMac: refused("key-usage"),
} as const satisfies Readonly<Record<string, KmsApiOperation>>;

const namesOf = (plane: KmsApiOperation["plane"]): ReadonlySet<string> =>
  new Set(Object.entries(kmsApiOperations).flatMap(([name, entry]) => (entry.plane === plane ? [name] : [])));

/** Operations that a data plane answers by itself; every other request is handed on. */
export const dataPlaneOperationNames: ReadonlySet<string> = namesOf("data");
/** Operations that the management plane answers, the refused ones among them. */
export const managementPlaneOperationNames: ReadonlySet<string> = namesOf("management");

/** What an `aws/operation` Service for KMS says beside its operations and context, the same on both planes. */
export const kmsServiceDefinition = {
  signingName: "kms",
  targetPrefix: "TrentService",
  jsonVersion: "1.1",
  /** A key policy of 128 KiB, escaped, is the largest there is. */
  bodyLimitBytes: 256 * 1024,
  internalErrorCode: "KMSInternalException",
  /** What real KMS sends with every answer, errors included. */
  answerHeaders: {
    "cache-control": "no-cache, no-store, must-revalidate, private",
    expires: "0",
    pragma: "no-cache",
  },
} as const;
