/** Members that the cryptographic operations share, with the constraints of the service model. */
import { blob, boolean, enumeration, integer, list, structure } from "../../lib/schema.ts";
import type { Infer } from "../../lib/schema.ts";
import { kmsError } from "../errors.ts";
import { encryptionAlgorithms } from "./usable-key.ts";

export const plaintextType = blob([1, 4096]);
export const ciphertextType = blob([1, 6144]);
export const encryptionAlgorithmType = enumeration(encryptionAlgorithms);
export const dataKeySpecType = enumeration(["AES_256", "AES_128"]);
export const numberOfBytesType = integer([1, 1024]);
export const dryRunModifiersType = list(enumeration(["IGNORE_CIPHERTEXT"]), [0, 1]);
export const dryRunType = boolean();
export const recipientType = structure("RecipientInfo", {
  KeyEncryptionAlgorithm: enumeration(["RSAES_OAEP_SHA_256"]),
  AttestationDocument: blob([1, 262_144]),
});

/** @throws ApiError UnsupportedOperationException: there are no enclaves here whose attestation could be checked */
export function refuseRecipient(recipient: Infer<typeof recipientType> | undefined): void {
  if (recipient !== undefined)
    throw kmsError("UnsupportedOperationException", "Recipient is not supported: this service does not verify attestation documents.");
}
