/** A key store to begin with, in front of the bundled proxy, connected, with one KMS key under an alias: the first look's `demo`, and more for `xkswatch demo`. */
import { setTimeout as pause } from "node:timers/promises";
import { ensureSoftwareKey, proxyConfigurationFile } from "../proxy/administration.ts";
import { type LocalAdministrator, LocalCallError } from "./local-administrator.ts";
import { pathsIn } from "./data-directory.ts";
import type { Serving } from "./serving.ts";

const patienceMs = 20_000;

interface DescribedKeyStore {
  readonly CustomKeyStoreId: string;
  readonly ConnectionState: string;
  readonly ConnectionErrorCode?: string;
  readonly XksProxyConfiguration?: { readonly UriEndpoint?: string };
}

/** Key store, alias and external key go by one name: `demo`, `alias/demo`, `demo-key`. */
export const firstName = "demo";

/**
 * Makes what is missing and connects what should be connected; a store that somebody disconnected stays so.
 * @returns the key store's id
 */
export async function ensureDemo({ administrator, configuration, proxyPort }: Serving, name = firstName): Promise<string> {
  const { proxyDirectory } = pathsIn(configuration.dataDirectory);
  const endpoint = `https://127.0.0.1:${proxyPort}`;
  const existing = await find(administrator, { CustomKeyStoreName: name });
  const id = existing?.CustomKeyStoreId ?? (await create(administrator, name, endpoint, proxyDirectory));
  if (existing && existing.XksProxyConfiguration?.UriEndpoint !== endpoint) await move(administrator, existing, endpoint);
  const state = (await find(administrator, { CustomKeyStoreName: name }))?.ConnectionState;
  if (state === "FAILED") await disconnect(administrator, id);
  // A store that was connected when the last run ended is connected now; DISCONNECTED with a history was somebody's wish.
  if (!existing || state === "FAILED" || existing.XksProxyConfiguration?.UriEndpoint !== endpoint) await connect(administrator, id);
  await ensureKey(administrator, id, name, proxyDirectory);
  return id;
}

async function find(administrator: LocalAdministrator, which: Readonly<Record<string, string>>): Promise<DescribedKeyStore | undefined> {
  try {
    return (await administrator.call<{ CustomKeyStores: DescribedKeyStore[] }>("TrentService.DescribeCustomKeyStores", which))
      .CustomKeyStores[0];
  } catch (error) {
    if (error instanceof LocalCallError && error.code === "CustomKeyStoreNotFoundException") return undefined;
    throw error;
  }
}

async function create(administrator: LocalAdministrator, name: string, endpoint: string, proxyDirectory: string): Promise<string> {
  const file = proxyConfigurationFile(proxyDirectory, name);
  const { CustomKeyStoreId: id } = await patiently(() =>
    administrator.call<{ CustomKeyStoreId: string }>("TrentService.CreateCustomKeyStore", {
      CustomKeyStoreName: name,
      CustomKeyStoreType: "EXTERNAL_KEY_STORE",
      XksProxyConnectivity: "PUBLIC_ENDPOINT",
      XksProxyUriEndpoint: endpoint,
      XksProxyUriPath: file.XksProxyUriPath,
      XksProxyAuthenticationCredential: file.XksProxyAuthenticationCredential,
    }),
  );
  return id;
}

/** The proxy listens elsewhere than last time. */
async function move(administrator: LocalAdministrator, store: DescribedKeyStore, endpoint: string): Promise<void> {
  if (store.ConnectionState !== "DISCONNECTED") await disconnect(administrator, store.CustomKeyStoreId);
  await administrator.call("TrentService.UpdateCustomKeyStore", {
    CustomKeyStoreId: store.CustomKeyStoreId,
    XksProxyUriEndpoint: endpoint,
  });
}

async function connect(administrator: LocalAdministrator, id: string): Promise<void> {
  await patiently(async () => {
    await administrator.call("TrentService.ConnectCustomKeyStore", { CustomKeyStoreId: id });
    try {
      await reach(administrator, id, ["CONNECTED", "FAILED"]);
    } catch (error) {
      // A store that FAILED must be disconnected before the next attempt.
      if (isTransient(error)) await disconnect(administrator, id);
      throw error;
    }
  });
}

async function disconnect(administrator: LocalAdministrator, id: string): Promise<void> {
  await administrator.call("TrentService.DisconnectCustomKeyStore", { CustomKeyStoreId: id });
  await reach(administrator, id, ["DISCONNECTED"]);
}

async function reach(administrator: LocalAdministrator, id: string, states: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const store = await find(administrator, { CustomKeyStoreId: id });
    if (store && states.includes(store.ConnectionState)) {
      if (store.ConnectionState !== "FAILED") return;
      throw new LocalCallError(store.ConnectionErrorCode ?? "FAILED", `the key store ${id} did not connect`);
    }
    await pause(50);
  }
  throw new Error(`the key store ${id} did not become ${states.join(" or ")}`);
}

async function ensureKey(administrator: LocalAdministrator, keyStoreId: string, name: string, proxyDirectory: string): Promise<void> {
  const alias = `alias/${name}`;
  const externalKeyId = `${name}-key`;
  const { Aliases: aliases } = await administrator.call<{ Aliases: { AliasName: string }[] }>("TrentService.ListAliases", { Limit: 1000 });
  if (aliases.some((entry) => entry.AliasName === alias)) return;
  ensureSoftwareKey(proxyDirectory, externalKeyId);
  const { KeyMetadata: key } = await patiently(() =>
    administrator.call<{ KeyMetadata: { KeyId: string } }>("TrentService.CreateKey", {
      Origin: "EXTERNAL_KEY_STORE",
      CustomKeyStoreId: keyStoreId,
      XksKeyId: externalKeyId,
      Description: "A key to try xkswatch with",
    }),
  );
  await administrator.call("TrentService.CreateAlias", { AliasName: alias, TargetKeyId: key.KeyId });
}

/** A machine that is busy with its first start may well need longer than 250 ms for a first answer: try again for a while. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isTransient(error) || performance.now() > end) throw error;
      await pause(250);
    }
  }
}

/** What a proxy that is slow for once leads to. */
const transientCodes = [
  "XksProxyUriUnreachableException",
  "CustomKeyStoreInvalidStateException",
  "XKS_PROXY_TIMED_OUT",
  "XKS_PROXY_NOT_REACHABLE",
  "NETWORK_ERRORS",
];

function isTransient(error: unknown): boolean {
  return error instanceof LocalCallError && transientCodes.includes(error.code);
}
