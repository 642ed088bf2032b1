/** Key stores and keys in front of the product's own proxy, made through the KMS API as its user would. */
import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  type CreateCustomKeyStoreCommandInput,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  type CustomKeyStoresListEntry,
  DescribeCustomKeyStoresCommand,
  type KeyMetadata,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { pathsIn } from "../../src/app/data-directory.ts";
import { ensureSoftwareKey, proxyConfigurationFile } from "../../src/proxy/administration.ts";
import { type Fault, setFaults } from "../../src/proxy/faults/fault-file.ts";
import { type Product, until } from "./product.ts";

type Place = Pick<Product, "dataDirectory">;

const proxyDirectoryOf = ({ dataDirectory }: Place): string => pathsIn(dataDirectory).proxyDirectory;

/** What CreateCustomKeyStore takes for the path prefix `name` of the bundled proxy, which listens where the store `demo` says. */
export async function keyStoreInput(product: Place, kms: KMSClient, name: string): Promise<CreateCustomKeyStoreCommandInput> {
  const file = proxyConfigurationFile(proxyDirectoryOf(product), name);
  const demo = await describeKeyStore(kms, { CustomKeyStoreName: "demo" });
  return {
    CustomKeyStoreName: name,
    CustomKeyStoreType: "EXTERNAL_KEY_STORE",
    XksProxyConnectivity: "PUBLIC_ENDPOINT",
    XksProxyUriEndpoint: demo.XksProxyConfiguration?.UriEndpoint,
    XksProxyUriPath: file.XksProxyUriPath,
    XksProxyAuthenticationCredential: file.XksProxyAuthenticationCredential,
  };
}

/** A new key store over the bundled proxy, CONNECTED. @returns its id */
export async function connectedKeyStore(product: Place, kms: KMSClient, name: string): Promise<string> {
  const { CustomKeyStoreId: id = "" } = await kms.send(new CreateCustomKeyStoreCommand(await keyStoreInput(product, kms, name)));
  await kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
  await reachState(kms, id, "CONNECTED");
  return id;
}

/** A new KMS key over a new external key. */
export async function newKey(
  product: Place,
  kms: KMSClient,
  keyStoreId: string,
  externalKeyId: string,
  more: Partial<CreateKeyCommandInput> = {},
): Promise<KeyMetadata & { readonly KeyId: string; readonly Arn: string }> {
  ensureSoftwareKey(proxyDirectoryOf(product), externalKeyId);
  const input: CreateKeyCommandInput = { Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId: keyStoreId, XksKeyId: externalKeyId, ...more };
  const { KeyMetadata: key } = await kms.send(new CreateKeyCommand(input));
  return { ...key, KeyId: key?.KeyId ?? "", Arn: key?.Arn ?? "" };
}

export async function describeKeyStore(
  kms: KMSClient,
  which: { readonly CustomKeyStoreId: string } | { readonly CustomKeyStoreName: string },
): Promise<CustomKeyStoresListEntry> {
  const { CustomKeyStores: stores } = await kms.send(new DescribeCustomKeyStoresCommand(which));
  return stores?.[0] ?? {};
}

export async function reachState(kms: KMSClient, id: string, state: string): Promise<CustomKeyStoresListEntry> {
  return until(async () => {
    const store = await describeKeyStore(kms, { CustomKeyStoreId: id });
    return store.ConnectionState === state ? store : undefined;
  });
}

/** The faults of the bundled proxy (started with `--faults`) from its next request on; none: it works well. */
export function injectFaults(product: Place, ...faults: readonly Fault[]): void {
  setFaults(proxyDirectoryOf(product), faults);
}

export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly requestId: string;
}

/** The error that a call ends with. @throws when it succeeds */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number; requestId?: string } };
    // The SDK says "UnknownError" where the service sends no message.
    return {
      name,
      message: message === "UnknownError" ? "" : message,
      status: $metadata?.httpStatusCode,
      requestId: $metadata?.requestId ?? "",
    };
  }
  throw new Error("the call was not refused");
}
