/** The KMS operations of the data plane: one file each in `crypto/`, one line each here. */
import type { Operation } from "../aws/operation.ts";
import type { CryptoContext } from "./crypto/context.ts";
import { decrypt } from "./crypto/decrypt.ts";
import { encrypt } from "./crypto/encrypt.ts";
import { generateDataKey } from "./crypto/generate-data-key.ts";
import { generateDataKeyWithoutPlaintext } from "./crypto/generate-data-key-without-plaintext.ts";
import { generateRandom } from "./crypto/generate-random.ts";
import { reEncrypt } from "./crypto/re-encrypt.ts";

export { createCryptoContext } from "./crypto/context.ts";
export type { CryptoContext } from "./crypto/context.ts";

const operations: readonly Operation<CryptoContext>[] = [
  encrypt,
  decrypt,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  reEncrypt,
  generateRandom,
];

/** By operation name. */
export const cryptoOperations: ReadonlyMap<string, Operation<CryptoContext>> = new Map(operations.map((one) => [one.name, one]));
