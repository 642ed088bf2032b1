/** KeyMetadata: a KMS key in an external key store as DescribeKey and CreateKey show it. */
import { keyStateOf, type KmsKey } from "../../model/kms-key.ts";
import { keySpec } from "../../model/xks-operation.ts";
import type { Directory } from "../directory.ts";
import type { KeyMetadata } from "../shapes.ts";

export function keyMetadataOf(key: KmsKey, directory: Directory): KeyMetadata {
  const state = keyStateOf(key, directory.keyStore(key.keyStoreId)?.connectionState ?? "DISCONNECTED");
  return {
    AWSAccountId: directory.installation.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: key.createdAt / 1000,
    Enabled: state === "Enabled",
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: state,
    ...(key.deletionAt === undefined ? {} : { DeletionDate: key.deletionAt / 1000 }),
    Origin: "EXTERNAL_KEY_STORE",
    CustomKeyStoreId: key.keyStoreId,
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: keySpec,
    KeySpec: keySpec,
    EncryptionAlgorithms: [keySpec],
    MultiRegion: false,
    XksKeyConfiguration: { Id: key.externalKeyId },
  };
}
