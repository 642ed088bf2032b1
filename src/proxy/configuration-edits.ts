/**
 * Changes of the proxy's configuration file by commands: a new path prefix, rotation of its credentials. What a human wrote
 * beside them stays as it is.
 */
import { systemClock, type Clock } from "../lib/clock.ts";
import { isUriPath, uriPathEnd, uriPathRule } from "../xks/uri.ts";
import {
  configurationPath,
  type KeyStoreConfiguration,
  type ProxyConfiguration,
  type ProxyCredentials,
  parseConfiguration,
} from "./configuration.ts";
import { configurationFileOf, freshCredentials, type ProxyConfigurationFile } from "./credentials.ts";
import { createPrivateFile, makePrivateFolder, readIfPresent, writePrivateFile } from "./private-files.ts";
import { ProxyStartError } from "./start-error.ts";

/** The prefix that a first start makes. */
export const firstStoreName = "demo";

/** Makes the configuration file of a first start, unless it is there. @returns its path */
export function ensureConfiguration(dataDir: string, clock: Clock): string {
  const path = configurationPath(dataDir);
  if (readIfPresent(path) === undefined) {
    makePrivateFolder(dataDir);
    createPrivateFile(path, encode({ keyStores: { [`/${firstStoreName}`]: { credentials: [freshCredentials(clock)] } } }));
  }
  return path;
}

/**
 * The console's proxy configuration file of a key store. A name that is new gets a path prefix `/<name>` with fresh
 * credentials, which a running proxy takes at once; of two live credentials it is the newer.
 *
 * @param storeName what the path begins with; empty for a proxy without prefixes
 * @throws ProxyStartError for a name that cannot be a prefix, or a broken configuration
 */
export function proxyConfigurationFile(
  dataDir: string,
  storeName: string,
  configFile?: string,
  clock: Clock = systemClock,
): ProxyConfigurationFile {
  const prefix = prefixOf(storeName);
  const path = configFile ?? ensureConfiguration(dataDir, clock);
  const known = find(path, prefix);
  if (known) return configurationFileOf(known.uriPath, newest(known));
  const credentials = freshCredentials(clock);
  edit(path, (keyStores) => ({ ...keyStores, [prefix]: { credentials: [credentials] } }));
  return configurationFileOf(`${prefix}${uriPathEnd}`, credentials);
}

/**
 * First half of a rotation: adds fresh credentials beside the current ones; both are good until `finishRotation`.
 *
 * @throws ProxyStartError if the store is unknown or has two already
 */
export function startRotation(dataDir: string, storeName: string, configFile?: string, clock: Clock = systemClock): ProxyConfigurationFile {
  const { path, prefix, store } = existing(dataDir, storeName, configFile);
  if (store.credentials.length > 1)
    throw new ProxyStartError(`key store "${storeName}" has two credentials already: finish the rotation first`);
  const credentials = freshCredentials(clock);
  edit(path, (keyStores) => ({ ...keyStores, [prefix]: { ...keyStores[prefix], credentials: [...store.credentials, credentials] } }));
  return configurationFileOf(store.uriPath, credentials);
}

/** Second half: the older credentials are good no more. */
export function finishRotation(dataDir: string, storeName: string, configFile?: string): void {
  const { path, prefix, store } = existing(dataDir, storeName, configFile);
  if (store.credentials.length < 2) throw new ProxyStartError(`key store "${storeName}" has one credential only: start a rotation first`);
  edit(path, (keyStores) => ({ ...keyStores, [prefix]: { ...keyStores[prefix], credentials: [newest(store)] } }));
}

type RawKeyStores = Record<string, Record<string, unknown>>;

function edit(path: string, change: (keyStores: RawKeyStores) => RawKeyStores): void {
  const raw = JSON.parse(readIfPresent(path) ?? "{}") as { keyStores?: RawKeyStores };
  const text = encode({ ...raw, keyStores: change(raw.keyStores ?? {}) });
  parseConfiguration(path, text);
  writePrivateFile(path, text);
}

function find(path: string, prefix: string): KeyStoreConfiguration | undefined {
  const configuration: ProxyConfiguration = parseConfiguration(path, readIfPresent(path) ?? "");
  return configuration.keyStores.find((store) => store.uriPath === `${prefix}${uriPathEnd}`);
}

function existing(dataDir: string, storeName: string, configFile: string | undefined) {
  const path = configurationPath(dataDir, configFile);
  const prefix = prefixOf(storeName);
  const store = find(path, prefix);
  if (!store) throw new ProxyStartError(`${path} has no key store "${storeName}": \`xkswatch proxy config-file --store NAME\` makes one`);
  return { path, prefix, store };
}

function newest(store: KeyStoreConfiguration): ProxyCredentials {
  const credentials = store.credentials.at(-1);
  if (!credentials) throw new ProxyStartError(`the key store ${store.uriPath} has no credentials: add one`);
  return credentials;
}

function prefixOf(storeName: string): string {
  const prefix = storeName === "" ? "" : `/${storeName}`;
  if (!isUriPath(`${prefix}${uriPathEnd}`)) {
    throw new ProxyStartError(`key store name "${storeName}" cannot be a path: with ${uriPathEnd} it must be ${uriPathRule.form}`);
  }
  return prefix;
}

const encode = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
