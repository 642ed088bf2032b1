/**
 * The inputs of the operations that no key in an external key store can serve, with the constraints of the service model, and who may
 * ask. `refused-operations` answers them.
 */
import {
  blob,
  boolean,
  enumeration,
  integer,
  list,
  type Required,
  required,
  type Schema,
  string,
  structure,
  timestamp,
} from "../../lib/schema.ts";
import { descriptionType, encryptionContextType, grantTokenListType, limitType, markerType, policyType, tagType } from "../shapes.ts";
import type { Access } from "../../aws/operation.ts";

type Members = Readonly<Record<string, Schema | Required<unknown>>>;

/** What tells one refused operation from another. */
export interface RefusedOperation {
  /** Cryptography: takes aliases and grant tokens, and wants the key usable. Management: takes key ids and ARNs. */
  readonly kind: "cryptography" | "management";
  /** Whether a disabled key is told so first (cryptography: always). */
  readonly refusesDisabled?: boolean;
  readonly access: Access;
  /** Beside KeyId. */
  readonly members: Members;
}

const message = blob([1, 4096]);
const ciphertext = blob([1, 6144]);
const region = string({ length: [1, 32], pattern: /^([a-z]+-){2,3}\d+$/ });
const keyMaterialId = string({ length: [64, 64], pattern: /^[a-f0-9]+$/ });
const cryptography = (members: Members): RefusedOperation => ({
  kind: "cryptography",
  access: "user",
  members: { ...members, GrantTokens: grantTokenListType, DryRun: boolean() },
});
const reading = (members: Members): RefusedOperation => ({ kind: "management", access: "user", members });
const changing = (members: Members, refusesDisabled = false): RefusedOperation => ({
  kind: "management",
  access: "admin",
  members,
  refusesDisabled,
});

const macAlgorithm = enumeration(["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"]);
const messageType = enumeration(["RAW", "DIGEST", "EXTERNAL_MU"]);
const encapsulationAlgorithm = enumeration(["ML_KEM"]);
const recipient = structure("RecipientInfo", {
  KeyEncryptionAlgorithm: enumeration(["RSAES_OAEP_SHA_256"]),
  AttestationDocument: blob([1, 262_144]),
});
const signingAlgorithm = enumeration([
  "RSASSA_PSS_SHA_256",
  "RSASSA_PSS_SHA_384",
  "RSASSA_PSS_SHA_512",
  "RSASSA_PKCS1_V1_5_SHA_256",
  "RSASSA_PKCS1_V1_5_SHA_384",
  "RSASSA_PKCS1_V1_5_SHA_512",
  "ECDSA_SHA_256",
  "ECDSA_SHA_384",
  "ECDSA_SHA_512",
  "SM2DSA",
  "ML_DSA_SHAKE_256",
  "ED25519_SHA_512",
  "ED25519_PH_SHA_512",
]);
const keyPairSpec = enumeration([
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "SM2",
  "ECC_NIST_EDWARDS25519",
  "ML_KEM_512",
  "ML_KEM_768",
  "ML_KEM_1024",
]);
const wrappingAlgorithm = enumeration([
  "RSAES_PKCS1_V1_5",
  "RSAES_OAEP_SHA_1",
  "RSAES_OAEP_SHA_256",
  "RSA_AES_KEY_WRAP_SHA_1",
  "RSA_AES_KEY_WRAP_SHA_256",
  "SM2PKE",
]);

export const refusedOperationTable: Readonly<Record<string, RefusedOperation>> = {
  Decapsulate: cryptography({ SharedSecretCiphertextBlob: required(ciphertext), EncapsulationAlgorithm: required(encapsulationAlgorithm) }),
  DeleteImportedKeyMaterial: changing({ KeyMaterialId: keyMaterialId }),
  DeriveSharedSecret: cryptography({
    KeyAgreementAlgorithm: required(enumeration(["ECDH"])),
    PublicKey: required(blob([1, 8192])),
    Recipient: recipient,
  }),
  DisableKeyRotation: changing({}, true),
  EnableKeyRotation: changing({ RotationPeriodInDays: integer([90, 2560]) }, true),
  Encapsulate: cryptography({ EncapsulationAlgorithm: required(encapsulationAlgorithm) }),
  GenerateDataKeyPair: cryptography({ KeyPairSpec: required(keyPairSpec), EncryptionContext: encryptionContextType, Recipient: recipient }),
  GenerateDataKeyPairWithoutPlaintext: cryptography({ KeyPairSpec: required(keyPairSpec), EncryptionContext: encryptionContextType }),
  GenerateMac: cryptography({ Message: required(message), MacAlgorithm: required(macAlgorithm) }),
  GetKeyRotationStatus: reading({}),
  GetParametersForImport: changing({
    WrappingAlgorithm: required(wrappingAlgorithm),
    WrappingKeySpec: required(enumeration(["RSA_2048", "RSA_3072", "RSA_4096", "SM2"])),
  }),
  GetPublicKey: { kind: "cryptography", access: "user", members: { GrantTokens: grantTokenListType } },
  ImportKeyMaterial: changing({
    ImportToken: required(ciphertext),
    EncryptedKeyMaterial: required(ciphertext),
    ValidTo: timestamp(),
    ExpirationModel: enumeration(["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"]),
    ImportType: enumeration(["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"]),
    KeyMaterialDescription: string({ length: [0, 256], pattern: /^[a-zA-Z0-9:/_\s.-]+$/ }),
    KeyMaterialId: keyMaterialId,
  }),
  ListKeyRotations: reading({
    IncludeKeyMaterial: enumeration(["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"]),
    Limit: limitType,
    Marker: markerType,
  }),
  ReplicateKey: changing(
    {
      ReplicaRegion: required(region),
      Policy: policyType,
      BypassPolicyLockoutSafetyCheck: boolean(),
      Description: descriptionType,
      Tags: list(tagType),
    },
    true,
  ),
  RotateKeyOnDemand: changing({}, true),
  Sign: cryptography({ Message: required(message), MessageType: messageType, SigningAlgorithm: required(signingAlgorithm) }),
  UpdatePrimaryRegion: changing({ PrimaryRegion: required(region) }, true),
  Verify: cryptography({
    Message: required(message),
    MessageType: messageType,
    Signature: required(ciphertext),
    SigningAlgorithm: required(signingAlgorithm),
  }),
  VerifyMac: cryptography({ Message: required(message), MacAlgorithm: required(macAlgorithm), Mac: required(ciphertext) }),
};
