/** Which key decrypts a blob: the one that its envelope names, and the one that the request names must be the same. */
import type { Directory } from "../directory.ts";
import { kmsError } from "../errors.ts";
import { notOurs, unpackCiphertext } from "./ciphertext.ts";
import type { Envelope } from "./ciphertext.ts";
import { findKey } from "../find-key.ts";
import { withStore } from "./usable-key.ts";
import type { FoundKey } from "./usable-key.ts";

export interface Source {
  readonly found: FoundKey;
  /** Absent for a dry run that ignores the ciphertext. */
  readonly envelope: Envelope | undefined;
}

export interface SourceRequest {
  readonly blob: Uint8Array | undefined;
  readonly keyId: string | undefined;
  readonly dryRun: boolean | undefined;
  readonly modifiers: readonly "IGNORE_CIPHERTEXT"[] | undefined;
}

/** @throws ApiError NotFoundException, InvalidCiphertextException, IncorrectKeyException, ValidationException */
export function sourceOf(directory: Directory, { blob, keyId, dryRun, modifiers }: SourceRequest): Source {
  const named = keyId === undefined ? undefined : withStore(directory, findKey(directory, keyId));
  if (modifiers?.includes("IGNORE_CIPHERTEXT")) {
    if (!dryRun) throw kmsError("ValidationException", "DryRunModifiers can be given with DryRun only");
    if (!named) throw kmsError("ValidationException", "A key ID is required when the ciphertext is ignored");
    return { found: named, envelope: undefined };
  }
  if (blob === undefined) throw kmsError("ValidationException", "CiphertextBlob is required");
  const envelope = unpackCiphertext(blob);
  const key = directory.key(envelope.keyId);
  if (!key) throw notOurs();
  if (named && named.key.id !== key.id) {
    throw kmsError("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
  }
  return { found: withStore(directory, key), envelope };
}
