/** What to do about exceptions of the KMS API that managing key stores and keys meets. */
import { exceptionTable } from "../../src/model/xks-failures.ts";

const own: Readonly<Record<string, string>> = {
  CustomKeyStoreNameInUseException: "Choose another name: names are unique.",
  XksProxyUriInUseException: "Another key store has this endpoint and path. Choose another path prefix.",
  XksProxyUriEndpointInUseException:
    "Another key store has this endpoint with another connectivity. Use its connectivity, or another endpoint.",
  CustomKeyStoreHasCMKsException: "Delete the key store's KMS keys first; each waits 7 to 30 days.",
  CustomKeyStoreInvalidStateException: "The key store's connection state does not allow this now. Connect or disconnect it first.",
  XksKeyAlreadyInUseException: "A KMS key of this key store uses this external key already. Each external key serves one.",
  XksKeyNotFoundException: "There is no such external key. Check the external key ID in the key manager.",
  XksKeyInvalidConfigurationException: "The external key has to be enabled, AES_256, and allow ENCRYPT and DECRYPT.",
  AlreadyExistsException: "Choose another name.",
  AccessDeniedException: "Your role does not allow this. Ask an administrator.",
};

/** A remedy for an exception's name; from the exception table where several of its rows return it. */
export function remedyFor(exceptionName: string): string | undefined {
  if (own[exceptionName] !== undefined) return own[exceptionName];
  const remedies = exceptionTable.filter(({ returns }) => returns["create-key-store"] === exceptionName).map(({ remedy }) => remedy);
  return remedies[0];
}
