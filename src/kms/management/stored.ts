/** Reading what a change is decided on: the stored resource with its version, or the API's error where there is none. */
import { kmsError } from "../errors.ts";
import { findKeyByIdOrArn } from "../find-key.ts";
import type { ManagementContext } from "./management-context.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { Stored } from "../../store/resource-store.ts";
import type { ApiError } from "../../aws/api-error.ts";

type Reading = Pick<ManagementContext, "resources" | "directory">;

/** Real KMS sends no message with it. */
export const keyStoreNotFound = (): ApiError => kmsError("CustomKeyStoreNotFoundException", "");

/** Throws CustomKeyStoreNotFoundException. */
export async function storedKeyStore({ resources }: Pick<Reading, "resources">, id: string): Promise<Stored<KeyStore>> {
  const stored = await resources.read("key-store", id);
  if (!stored) throw keyStoreNotFound();
  return stored;
}

/** By key id or key ARN. Throws NotFoundException. */
export async function storedKey({ resources, directory }: Reading, keyId: string): Promise<Stored<KmsKey>> {
  const known = findKeyByIdOrArn(directory, keyId);
  const stored = await resources.read("kms-key", known.id);
  if (!stored) throw kmsError("NotFoundException", `Key '${known.arn}' does not exist`);
  return stored;
}

/** The key that an alias is to name: aliases of aliases there are none. Throws ValidationException or NotFoundException. */
export async function storedAliasTarget(reading: Reading, keyId: string): Promise<Stored<KmsKey>> {
  if (keyId.startsWith("alias/") || /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(keyId)) {
    throw kmsError("ValidationException", "Aliases must refer to keys. Not aliases");
  }
  return storedKey(reading, keyId);
}
