/** What PKCS#11's return values mean for us (PKCS #11 2.40, 11.1), as data: what is lost, and whether to try again. */

/**
 * - `session`: the session or its login is gone, a new one may do;
 * - `token`: the token, slot or library is gone, it has to be looked for anew;
 * - `sessions-exhausted`: the token gives no further session;
 * - `key`: the key's handle is no longer good, the key has to be looked for anew;
 * - `usage`: the key may not be used so;
 * - `ciphertext`: the data does not decrypt;
 * - `unclear`: the token says that something failed; some say so of data that does not decrypt.
 */
export type Pkcs11Loss = "session" | "token" | "sessions-exhausted" | "key" | "usage" | "ciphertext" | "unclear";

const losses: Readonly<Record<string, Pkcs11Loss>> = {
  CKR_SESSION_HANDLE_INVALID: "session",
  CKR_SESSION_CLOSED: "session",
  CKR_USER_NOT_LOGGED_IN: "session",
  CKR_OPERATION_ACTIVE: "session",
  CKR_OPERATION_NOT_INITIALIZED: "session",
  CKR_TOKEN_NOT_PRESENT: "token",
  CKR_TOKEN_NOT_RECOGNIZED: "token",
  CKR_SLOT_ID_INVALID: "token",
  CKR_DEVICE_ERROR: "token",
  CKR_DEVICE_REMOVED: "token",
  CKR_DEVICE_MEMORY: "token",
  CKR_CRYPTOKI_NOT_INITIALIZED: "token",
  CKR_SESSION_COUNT: "sessions-exhausted",
  CKR_HOST_MEMORY: "sessions-exhausted",
  CKR_KEY_HANDLE_INVALID: "key",
  CKR_OBJECT_HANDLE_INVALID: "key",
  CKR_KEY_FUNCTION_NOT_PERMITTED: "usage",
  CKR_KEY_TYPE_INCONSISTENT: "usage",
  CKR_ENCRYPTED_DATA_INVALID: "ciphertext",
  CKR_ENCRYPTED_DATA_LEN_RANGE: "ciphertext",
  CKR_AEAD_DECRYPT_FAILED: "ciphertext",
  CKR_GENERAL_ERROR: "unclear",
  CKR_FUNCTION_FAILED: "unclear",
};

/** The name of the return value that an error carries, e.g. "CKR_DEVICE_REMOVED". */
export function returnValueOf(error: unknown): string | undefined {
  return error instanceof Error ? /CKR_[A-Z0-9_]+/.exec(error.message)?.[0] : undefined;
}

/** Undefined for whatever is no loss that a further attempt could mend. */
export function lossOf(error: unknown): Pkcs11Loss | undefined {
  const value = returnValueOf(error);
  return value === undefined ? undefined : losses[value];
}
