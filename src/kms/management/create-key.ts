/** CreateKey: a KMS key in an external key store, after its proxy has vouched for the external key. */
import { boolean, type Infer, list, structure } from "../../lib/schema.ts";
import { type Call, operation } from "../../aws/operation.ts";
import { checkNewKeyPolicy } from "./new-key-policy.ts";
import { checkExternalKey } from "./external-key.ts";
import { defaultKeyPolicy } from "../key-policy/default-key-policy.ts";
import { keyArn } from "../find-key.ts";
import { keyMetadataOf } from "./key-metadata.ts";
import { keyStoreNotFound, storedKeyStore } from "./stored.ts";
import { kmsError } from "../errors.ts";
import { newUuid } from "../../lib/uuid.ts";
import { withTags } from "./tags.ts";
import {
  customerMasterKeySpecType,
  customKeyStoreIdType,
  descriptionType,
  keyMetadataType,
  keySpecType,
  keyUsageType,
  originType,
  policyType,
  tagType,
  xksKeyIdType,
} from "../shapes.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { ManagementContext } from "./management-context.ts";

const input = structure("CreateKeyRequest", {
  Policy: policyType,
  Description: descriptionType,
  KeyUsage: keyUsageType,
  CustomerMasterKeySpec: customerMasterKeySpecType,
  KeySpec: keySpecType,
  Origin: originType,
  CustomKeyStoreId: customKeyStoreIdType,
  BypassPolicyLockoutSafetyCheck: boolean(),
  Tags: list(tagType),
  MultiRegion: boolean(),
  XksKeyId: xksKeyIdType,
});
type Input = Infer<typeof input>;

export const createKey = operation<ManagementContext>()({
  name: "CreateKey",
  access: "admin",
  input,
  output: structure("CreateKeyResponse", { KeyMetadata: keyMetadataType }),
  async handle(given, call) {
    const { context } = call;
    const { keyStoreId, externalKeyId } = externalKeyOf(given);
    const tags = withTags([], given.Tags ?? []);
    const key = newKey(call, { given, keyStoreId, externalKeyId, tags });
    checkNewKeyPolicy(key, call.caller, given.BypassPolicyLockoutSafetyCheck ?? false);
    const store = connected(context.directory.keyStore(keyStoreId));
    checkUnused(call, keyStoreId, externalKeyId);
    await checkExternalKey(store, externalKeyId, call);
    await context.commits.transact(async () => {
      connected((await storedKeyStore(context, keyStoreId)).value);
      return [{ kind: "kms-key", id: key.id, value: key, expect: "absent" }];
    });
    return { KeyMetadata: keyMetadataOf(key, context.directory) };
  },
});

/** Throws for everything that a key in an external key store cannot be, and for what is missing. */
function externalKeyOf(given: Input): { readonly keyStoreId: string; readonly externalKeyId: string } {
  if (given.KeySpec !== undefined && given.CustomerMasterKeySpec !== undefined) {
    throw kmsError(
      "ValidationException",
      "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.",
    );
  }
  if (given.Origin !== "EXTERNAL_KEY_STORE") {
    throw kmsError(
      "UnsupportedOperationException",
      `Origin ${given.Origin ?? "AWS_KMS"} is not supported: KMS keys are in external key stores only. Specify Origin EXTERNAL_KEY_STORE, CustomKeyStoreId and XksKeyId.`,
    );
  }
  const spec = given.KeySpec ?? given.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  if (spec !== "SYMMETRIC_DEFAULT") {
    throw kmsError("UnsupportedOperationException", `KeySpec ${spec} is not supported for Origin EXTERNAL_KEY_STORE.`);
  }
  const usage = given.KeyUsage ?? "ENCRYPT_DECRYPT";
  if (usage !== "ENCRYPT_DECRYPT") {
    throw kmsError("ValidationException", `KeyUsage ${usage} is not compatible with KeySpec SYMMETRIC_DEFAULT`);
  }
  if (given.MultiRegion === true) {
    throw kmsError("UnsupportedOperationException", "MultiRegion is not supported for Origin EXTERNAL_KEY_STORE.");
  }
  return {
    keyStoreId: needed(given.CustomKeyStoreId, "CustomKeyStoreId"),
    externalKeyId: needed(given.XksKeyId, "XksKeyId"),
  };
}

function needed(value: string | undefined, member: string): string {
  if (value !== undefined) return value;
  throw kmsError("ValidationException", `${member} is required when Origin is EXTERNAL_KEY_STORE.`);
}

/** Throws unless the store is there and CONNECTED. */
function connected(store: KeyStore | undefined): KeyStore {
  if (!store) throw keyStoreNotFound();
  if (store.connectionState === "CONNECTED") return store;
  throw kmsError(
    "CustomKeyStoreInvalidStateException",
    `CreateKey is valid only when the connection state of the custom key store is CONNECTED. It is ${store.connectionState}.`,
  );
}

/** Before the proxy is called; the unique index of the resource store has the last word. */
function checkUnused({ context }: Call<ManagementContext>, keyStoreId: string, externalKeyId: string): void {
  for (const key of context.directory.keys()) {
    if (key.keyStoreId !== keyStoreId || key.externalKeyId !== externalKeyId) continue;
    throw kmsError(
      "XksKeyAlreadyInUseException",
      `The external key ${externalKeyId} is already associated with a KMS key in this external key store.`,
    );
  }
}

interface NewKey {
  readonly given: Input;
  readonly keyStoreId: string;
  readonly externalKeyId: string;
  readonly tags: KmsKey["tags"];
}

function newKey({ context }: Call<ManagementContext>, { given, keyStoreId, externalKeyId, tags }: NewKey): KmsKey {
  const { clock, installation } = context;
  const id = newUuid(clock);
  return {
    id,
    arn: keyArn(installation, id),
    keyStoreId,
    externalKeyId,
    description: given.Description ?? "",
    ownState: "Enabled",
    createdAt: clock.now(),
    policy: given.Policy ?? defaultKeyPolicy(installation),
    tags,
    innerKey: clock.randomBytes(32),
  };
}
