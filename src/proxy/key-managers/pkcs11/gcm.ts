/** AES-GCM in a token. The async forms leave the event loop free while the token works. */
import type { Handle, Mechanism } from "pkcs11js";
import { authenticatedData } from "../../../xks/integrity.ts";
import type { Encryption } from "../../key-manager.ts";
import type { Loaded } from "./token.ts";

const tagBytes = 16;
/** Some tokens want room for a whole block more. */
const spareBytes = 32;

export async function encryptInToken(
  { cryptoki, constants }: Loaded,
  session: Handle,
  key: Handle,
  plaintext: Uint8Array,
  initializationVector: Uint8Array,
  aad: Uint8Array | undefined,
): Promise<Encryption> {
  cryptoki.C_EncryptInit(session, mechanism(constants, initializationVector, authenticatedData(aad)), key);
  const output = await cryptoki.C_EncryptAsync(session, asBuffer(plaintext), Buffer.alloc(plaintext.length + tagBytes + spareBytes));
  return {
    ciphertext: output.subarray(0, plaintext.length),
    initializationVector,
    authenticationTag: output.subarray(plaintext.length, plaintext.length + tagBytes),
  };
}

export async function decryptInToken(
  { cryptoki, constants }: Loaded,
  session: Handle,
  key: Handle,
  encryption: Encryption,
  aad: Uint8Array | undefined,
): Promise<Uint8Array> {
  const { ciphertext, initializationVector, authenticationTag, ciphertextMetadata } = encryption;
  cryptoki.C_DecryptInit(session, mechanism(constants, initializationVector, authenticatedData(aad, ciphertextMetadata)), key);
  const input = Buffer.concat([ciphertext, authenticationTag]);
  return await cryptoki.C_DecryptAsync(session, input, Buffer.alloc(input.length + spareBytes));
}

function mechanism(constants: Loaded["constants"], iv: Uint8Array, aad: Uint8Array): Mechanism {
  const parameter = {
    type: constants.CK_PARAMS_AES_GCM_v240,
    iv: asBuffer(iv),
    aad: asBuffer(aad),
    ivBits: iv.length * 8,
    tagBits: tagBytes * 8,
  };
  return { mechanism: constants.CKM_AES_GCM, parameter };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
