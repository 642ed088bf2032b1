/** The operations on both sides of an external key store, under AWS's names: dimension values of the metrics. */

export const xksOperations = ["GetKeyMetadata", "Encrypt", "Decrypt", "GetHealthStatus"] as const;
export type XksOperation = (typeof xksOperations)[number];

/** KMS operations that lead to a call of the proxy, and the periodic check that AWS KMS makes by itself. */
export const kmsOperations = [
  "Encrypt",
  "Decrypt",
  "ReEncrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "CreateKey",
  "CreateCustomKeyStore",
  "UpdateCustomKeyStore",
  "ConnectCustomKeyStore",
  "KmsHealthCheck",
] as const;
export type KmsOperation = (typeof kmsOperations)[number];

/** The cryptographic ones, which share a key store's quota. */
export const cryptoOperations = ["Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"] as const;
export type CryptoOperation = (typeof cryptoOperations)[number];

/** The only key spec an external key store has. */
export const keySpec = "SYMMETRIC_DEFAULT";
