/**
 * From whatever names a KMS key in a request (key id, key ARN, alias name, alias ARN) to the key, for both planes, with
 * the error texts of the real service where there is none.
 */
import { kmsError } from "./errors.ts";
import type { ApiError } from "../aws/api-error.ts";
import type { Directory, Installation } from "./directory.ts";
import type { KmsKey } from "../model/kms-key.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const multiRegionId = /^mrk-[0-9a-f]{32}$/;
const kmsArn = /^arn:(aws[a-z-]*):kms:([a-z0-9-]*):(\d*):(key|alias)\/(.+)$/;
const aliasName = /^alias\/[a-zA-Z0-9:/_-]+$/;

export function keyArn({ region, accountId }: Installation, keyId: string): string {
  return `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

/** @param name with the prefix `alias/` */
export function aliasArn({ region, accountId }: Installation, name: string): string {
  return `arn:aws:kms:${region}:${accountId}:${name}`;
}

/** The key under a key id, key ARN, alias name or alias ARN. Throws NotFoundException. */
export function findKey(directory: Directory, keyId: string): KmsKey {
  if (keyId.startsWith("alias/")) return findByAlias(directory, keyId, keyId);
  const arn = readArn(directory.installation, keyId);
  if (arn?.type === "alias") return findByAlias(directory, `alias/${arn.id}`, keyId);
  return findById(directory, arn?.id ?? keyId, keyId);
}

/** The key under a key id or key ARN, for operations that take no alias. Throws NotFoundException. */
export function findKeyByIdOrArn(directory: Directory, keyId: string): KmsKey {
  const arn = readArn(directory.installation, keyId);
  if (arn?.type === "alias") throw malformed(keyId);
  return findById(directory, arn?.id ?? keyId, keyId);
}

function findById(directory: Directory, id: string, given: string): KmsKey {
  const key = directory.key(id);
  if (key) return key;
  if (uuid.test(id) || multiRegionId.test(id)) {
    throw kmsError("NotFoundException", `Key '${keyArn(directory.installation, id)}' does not exist`);
  }
  throw malformed(given);
}

function findByAlias(directory: Directory, name: string, given: string): KmsKey {
  const alias = directory.alias(name);
  const key = alias && directory.key(alias.keyId);
  if (key) return key;
  if (!aliasName.test(name)) throw malformed(given);
  throw kmsError("NotFoundException", `Alias ${aliasArn(directory.installation, name)} is not found.`);
}

/** What a KMS ARN of this installation names; undefined for what is no ARN. Throws for other Regions, accounts and malformed ones. */
function readArn(installation: Installation, text: string): { readonly type: "key" | "alias"; readonly id: string } | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const [, , region, accountId, type, id] = kmsArn.exec(text) ?? [];
  if (id === undefined) throw malformed(text);
  if (region !== installation.region) throw kmsError("NotFoundException", `Invalid arn ${region}`);
  if (accountId !== installation.accountId) {
    throw kmsError("NotFoundException", type === "key" ? `Key '${text}' does not exist` : `Alias ${text} is not found.`);
  }
  return { type: type === "alias" ? "alias" : "key", id };
}

const malformed = (text: string): ApiError => kmsError("NotFoundException", `Invalid keyId '${text}'`);
