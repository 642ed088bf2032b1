/** Bodies of requests to a proxy, written as text: ASCII throughout, so that characters are bytes. */
import type { CallMetadata, DecryptCall, EncryptCall } from "../calls.ts";

/** Nothing in it that JSON escapes and nothing beyond ASCII. */
const plain = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/;

/** A JSON string in ASCII. */
export function jsonString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Base64 without copying the bytes first. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function requestMetadata(metadata: CallMetadata): string {
  const { awsPrincipalArn, kmsKeyArn, awsSourceVpc, awsSourceVpce, kmsViaService } = metadata;
  let text = `"requestMetadata":{"kmsOperation":${jsonString(metadata.kmsOperation)},"kmsRequestId":${jsonString(metadata.kmsRequestId)}`;
  if (awsPrincipalArn !== undefined) text += `,"awsPrincipalArn":${jsonString(awsPrincipalArn)}`;
  if (kmsKeyArn !== undefined) text += `,"kmsKeyArn":${jsonString(kmsKeyArn)}`;
  if (awsSourceVpc !== undefined) text += `,"awsSourceVpc":${jsonString(awsSourceVpc)}`;
  if (awsSourceVpce !== undefined) text += `,"awsSourceVpce":${jsonString(awsSourceVpce)}`;
  if (kmsViaService !== undefined) text += `,"kmsViaService":${jsonString(kmsViaService)}`;
  return `${text}}`;
}

const aadMember = (aad: Uint8Array | undefined): string => (aad === undefined ? "" : `,"additionalAuthenticatedData":"${base64(aad)}"`);

/** Always asks for the ciphertext data integrity value. */
export function encryptBody(call: EncryptCall, metadata: CallMetadata): string {
  return `{${requestMetadata(metadata)}${aadMember(call.additionalAuthenticatedData)},"plaintext":"${base64(call.plaintext)}","encryptionAlgorithm":"AES_GCM","ciphertextDataIntegrityValueAlgorithm":"SHA_256"}`;
}

export function decryptBody(call: DecryptCall, metadata: CallMetadata): string {
  const { ciphertextMetadata: own } = call;
  const ownMember = own === undefined ? "" : `,"ciphertextMetadata":"${base64(own)}"`;
  return `{${requestMetadata(metadata)}${aadMember(call.additionalAuthenticatedData)},"ciphertext":"${base64(call.ciphertext)}"${ownMember},"encryptionAlgorithm":"AES_GCM","initializationVector":"${base64(call.initializationVector)}","authenticationTag":"${base64(call.authenticationTag)}"}`;
}

/** Of GetKeyMetadata and GetHealthStatus. */
export function metadataBody(metadata: CallMetadata): string {
  return `{${requestMetadata(metadata)}}`;
}
