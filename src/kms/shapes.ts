/** Members that many operations of the KMS API share, with the constraints of its service model (2014-11-01). */
import { boolean, enumeration, integer, list, map, type Infer, required, string, structure, timestamp } from "../lib/schema.ts";

/** As the model writes it, in escapes that a literal may not have. */
const policyPattern = new RegExp(String.raw`^[\u0009\u000A\u000D\u0020-\u00FF]+$`);

/** Any form of key id, key ARN, alias name, alias ARN. */
export const keyIdType = string({ length: [1, 2048] });
export const customKeyStoreIdType = string({ length: [1, 64] });
export const customKeyStoreNameType = string({ length: [1, 256] });
export const aliasNameType = string({ length: [1, 256], pattern: /^[a-zA-Z0-9:/_-]+$/ });
export const arnType = string({ length: [20, 2048] });
export const descriptionType = string({ length: [0, 8192] });
export const policyType = string({ length: [1, 131_072], pattern: policyPattern });
export const policyNameType = string({ length: [1, 128], pattern: /^\w+$/ });
export const limitType = integer([1, 1000]);
export const markerType = string({ length: [1, 1024], pattern: /^[\u0020-\u00FF]*$/ });
export const principalIdType = string({ length: [1, 256], pattern: /^[\w+=,.@:/-]+$/ });
export const grantIdType = string({ length: [1, 128] });
export const grantTokenListType = list(string({ length: [1, 8192] }), [0, 10]);
export const encryptionContextType = map(string(), string());
export const xksKeyIdType = string({ length: [1, 128], pattern: /^[a-zA-Z0-9-_.]+$/ });
/** AWS takes a host name alone; here a port may follow. */
export const xksProxyUriEndpointType = string({ length: [10, 128], pattern: /^https:\/\/[a-zA-Z0-9.-]+(:\d{1,5})?$/ });
export const xksProxyUriPathType = string({
  length: [10, 128],
  pattern: /^(\/[a-zA-Z0-9/_-]+\/kms\/xks\/v\d{1,2})$|^(\/kms\/xks\/v\d{1,2})$/,
});
export const vpcEndpointServiceNameType = string({
  length: [20, 64],
  pattern: /^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$/,
});
export const accountIdType = string({ length: [12, 12], pattern: /^[0-9]{12}$/ });
export const connectivityType = enumeration(["PUBLIC_ENDPOINT", "VPC_ENDPOINT_SERVICE"]);
export const xksProxyAuthenticationCredentialType = structure("XksProxyAuthenticationCredentialType", {
  AccessKeyId: required(string({ length: [20, 30], pattern: /^[A-Z2-7]+$/, sensitive: true })),
  RawSecretAccessKey: required(string({ length: [43, 64], pattern: /^[a-zA-Z0-9/+=]+$/, sensitive: true })),
});

export const tagKeyType = string({ length: [1, 128] });
export const tagType = structure("Tag", { TagKey: required(tagKeyType), TagValue: required(string({ length: [0, 256] })) });
export type Tag = Infer<typeof tagType>;

export const keyUsageType = enumeration([
  "SIGN_VERIFY",
  "ENCRYPT_DECRYPT",
  "GENERATE_VERIFY_MAC",
  "KEY_AGREEMENT",
  "ENCAPSULATE_DECAPSULATE",
]);
export const customerMasterKeySpecType = enumeration([
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "SYMMETRIC_DEFAULT",
  "HMAC_224",
  "HMAC_256",
  "HMAC_384",
  "HMAC_512",
  "SM2",
]);
export const keySpecType = enumeration([
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "SYMMETRIC_DEFAULT",
  "HMAC_224",
  "HMAC_256",
  "HMAC_384",
  "HMAC_512",
  "SM2",
  "ML_DSA_44",
  "ML_DSA_65",
  "ML_DSA_87",
  "ECC_NIST_EDWARDS25519",
  "ML_KEM_512",
  "ML_KEM_768",
  "ML_KEM_1024",
]);
export const originType = enumeration(["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"]);
export const keyStateType = enumeration([
  "Creating",
  "Enabled",
  "Disabled",
  "PendingDeletion",
  "PendingImport",
  "PendingReplicaDeletion",
  "Unavailable",
  "Updating",
]);

/** What a list's answer says beside its entries. */
export const pageMembers = { NextMarker: markerType, Truncated: boolean() };

/** KeyMetadata as far as keys in external key stores have it. */
export const keyMetadataType = structure("KeyMetadata", {
  AWSAccountId: string(),
  KeyId: required(keyIdType),
  Arn: arnType,
  CreationDate: timestamp(),
  Enabled: boolean(),
  Description: descriptionType,
  KeyUsage: keyUsageType,
  KeyState: keyStateType,
  DeletionDate: timestamp(),
  Origin: originType,
  CustomKeyStoreId: customKeyStoreIdType,
  KeyManager: enumeration(["AWS", "CUSTOMER"]),
  CustomerMasterKeySpec: customerMasterKeySpecType,
  KeySpec: keySpecType,
  EncryptionAlgorithms: list(string()),
  MultiRegion: boolean(),
  XksKeyConfiguration: structure("XksKeyConfigurationType", { Id: xksKeyIdType }),
});
export type KeyMetadata = Infer<typeof keyMetadataType>;
