/** Failures around an external key store that no exception of the proxy stands behind: their exceptions and messages, to the letter. */
import type { Explanation } from "./names.ts";

export interface FurtherFailure extends Explanation {
  /** The exception that KMS returns. */
  readonly exception: string;
  readonly message: string;
}

/** The proxy decrypted the outer layer, but the inner layer of double encryption does not open. */
export const innerLayerFailure: FurtherFailure = {
  exception: "KMSInvalidStateException",
  message:
    "The ciphertext that the external key store proxy submitted for decryption, or the encryption context, is corrupted, missing, or otherwise invalid.",
  owner: "external key manager",
  cause: "The XKS proxy returned a plaintext that is not what was given to it for encryption: the inner layer does not open.",
  remedy: "Check that the external key's material has not been replaced and that the XKS proxy decrypts with the key it encrypted with.",
};

/** A cryptographic call on a key whose store is not CONNECTED. */
export const notConnectedFailure: FurtherFailure = {
  exception: "KMSInvalidStateException",
  message:
    "This KMS key is in a custom key store that is not connected to its external key store proxy. Connect the external key store and try the request again.",
  owner: "KMS side",
  cause: "The key store was disconnected, has never been connected, or its last connection failed.",
  remedy: "Connect the external key store and try the request again; a FAILED one must be disconnected first.",
};

/** CreateCustomKeyStore or UpdateCustomKeyStore while every external key manager is UNAVAILABLE. */
export const unhealthyFailure: FurtherFailure = {
  exception: "XksProxyUriUnreachableException",
  message:
    "The external key store proxy is in an unhealthy state. If you see this message repeatedly, notify your external key store proxy administrator.",
  owner: "external key manager",
  cause: "The XKS proxy answered, but reports every one of its external key managers as UNAVAILABLE.",
  remedy: "Bring at least one external key manager back, then try again.",
};

/** Requests refused by the key store's own quota, before they reach the proxy. */
export const quotaFailure: FurtherFailure = {
  exception: "ThrottlingException",
  message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
  owner: "KMS side",
  cause: "The keys of one external key store share a quota of cryptographic requests a second, and it was used up.",
  remedy: "Lower the request rate, cache data keys, or raise the key store's request quota if the XKS proxy can take more.",
};

/** CreateKey with an external key that cannot back a KMS key: XksKeyInvalidConfigurationException. */
export const externalKeyMessages = {
  keySpec: (spec: string): string => `The key spec of the external key must be AES_256. The key spec of specified external key is ${spec}.`,
  keyStatus: (status: string): string =>
    `The status of the external key must be ENABLED. The status of specified external key is ${status}.`,
  keyUsage: (usage: readonly string[]): string =>
    `The key usage of the external key must include ENCRYPT and DECRYPT. The key usage of specified external key is ${usage.join(", ")}.`,
} as const;
