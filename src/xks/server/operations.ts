/** What each operation does with a request body: read it, ask the backend, write the answer. One function an operation. */
import type { XksOperation } from "../../model/xks-operation.ts";
import { XksProxyError } from "../errors.ts";
import { ciphertextDataIntegrityValue, maximumAadBytes } from "../integrity.ts";
import { decrypt, encrypt, getHealthStatus, getKeyMetadata, isInitializationVectorLength } from "../operations.ts";
import { readBody } from "../wire.ts";
import { toBase64 } from "./answers.ts";
import type { Encryption, Eventually, RequestMetadata, XksBackend } from "./backend.ts";

/** Reads a request: what it says of itself, and how to carry it out. Throws WireErrors and XksProxyErrors. */
type Reading = (
  externalKeyId: string,
  body: Uint8Array,
) => {
  readonly metadata: RequestMetadata;
  /** @returns the body of the answer */
  run(backend: XksBackend): Eventually<string>;
};

export const readings: Readonly<Record<XksOperation, Reading>> = {
  Encrypt(externalKeyId, body) {
    const request = readBody(encrypt.request, body);
    const { requestMetadata: metadata, plaintext, additionalAuthenticatedData: aad } = request;
    checkAad(aad);
    const checked = request.ciphertextDataIntegrityValueAlgorithm !== undefined;
    return {
      metadata,
      async run(backend) {
        const encryption = await backend.encrypt(externalKeyId, plaintext, aad, metadata);
        if (!checked) return encryptAnswer(encryption);
        // The order is the specification's (Appendix C): hash first, then prove by decrypting that what was hashed is good.
        const value = integrityValueOf(encryption, aad);
        if (encryption.verified) return encryptAnswer(encryption, value);
        const again = await backend.decrypt(externalKeyId, encryption, aad, metadata);
        if (!Buffer.from(again).equals(plaintext)) throw new XksProxyError("InternalException", "The encryption could not be verified.");
        return encryptAnswer(encryption, value);
      },
    };
  },

  Decrypt(externalKeyId, body) {
    const request = readBody(decrypt.request, body);
    const { requestMetadata: metadata, additionalAuthenticatedData: aad, initializationVector: iv } = request;
    checkAad(aad);
    if (!isInitializationVectorLength(iv.length)) {
      throw new XksProxyError("ValidationException", `initializationVector has ${iv.length} bytes, not 12 or 16`);
    }
    return {
      metadata,
      async run(backend) {
        const plaintext = await backend.decrypt(externalKeyId, request, aad, metadata);
        return `{"plaintext":"${toBase64(plaintext)}"}`;
      },
    };
  },

  GetKeyMetadata(externalKeyId, body) {
    const { requestMetadata: metadata } = readBody(getKeyMetadata.request, body);
    return { metadata, run: async (backend) => JSON.stringify(await backend.getKeyMetadata(externalKeyId, metadata)) };
  },

  GetHealthStatus(_externalKeyId, body) {
    const { requestMetadata: metadata } = readBody(getHealthStatus.request, body);
    return { metadata, run: async (backend) => JSON.stringify(await backend.getHealthStatus(metadata)) };
  },
};

function checkAad(aad: Uint8Array | undefined): void {
  if (!aad || aad.length <= maximumAadBytes) return;
  throw new XksProxyError(
    "UnsupportedOperationException",
    `additionalAuthenticatedData has ${aad.length} bytes, more than ${maximumAadBytes}`,
  );
}

function integrityValueOf(encryption: Encryption, aad: Uint8Array | undefined): Uint8Array {
  const { ciphertextMetadata: metadata, initializationVector: iv, ciphertext, authenticationTag: tag } = encryption;
  return ciphertextDataIntegrityValue({ aad, metadata, iv, ciphertext, tag });
}

/** Written by hand, since these calls are many: Base64 needs no escaping in JSON. */
function encryptAnswer(encryption: Encryption, integrityValue?: Uint8Array): string {
  const { ciphertext, initializationVector, authenticationTag, ciphertextMetadata } = encryption;
  const metadata = ciphertextMetadata === undefined ? "" : `"ciphertextMetadata":"${toBase64(ciphertextMetadata)}",`;
  const integrity = integrityValue === undefined ? "" : `"ciphertextDataIntegrityValue":"${toBase64(integrityValue)}",`;
  const parts = `"initializationVector":"${toBase64(initializationVector)}","authenticationTag":"${toBase64(authenticationTag)}"`;
  return `{"ciphertext":"${toBase64(ciphertext)}",${metadata}${integrity}${parts}}`;
}
