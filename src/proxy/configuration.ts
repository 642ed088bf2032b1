/**
 * The proxy's configuration file (JSON, mode 0600, `xks-proxy.json` in its data folder): which key stores it serves under
 * which path prefixes, with which credentials, key managers and limits. The proxy takes changes without a stop.
 */
import { join } from "node:path";
import { accessKeyIdRule, isUriPath, secretAccessKeyRule, uriPathEnd, uriPathRule } from "../xks/uri.ts";
import type { AccessRules } from "./access.ts";
import { readAccess } from "./configuration/access.ts";
import { Section } from "./configuration/section.ts";
import { readTls, type TlsConfiguration } from "./configuration/tls.ts";
import { defaultKeyManagers, type KeyManagerSettings, readKeyManager } from "./key-managers.ts";
import { readIfPresent } from "./private-files.ts";
import { ProxyStartError } from "./start-error.ts";

export interface ProxyCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** One key store of the KMS side: a path prefix with its own credentials. */
export interface KeyStoreConfiguration {
  /** `[/prefix]/kms/xks/v1`. */
  readonly uriPath: string;
  /** Two while credentials are rotated. */
  readonly credentials: readonly ProxyCredentials[];
  /** Requests a second before ThrottlingException; absent: no limit. */
  readonly requestsPerSecond?: number;
  /** Names of key managers in order of preference. */
  readonly keyManagers: readonly string[];
  /** How long one key manager may take before the next is asked. */
  readonly failOverAfterMs?: number;
  readonly access?: AccessRules;
}

export interface ProxyConfiguration {
  readonly keyStores: readonly KeyStoreConfiguration[];
  readonly keyManagers: readonly KeyManagerSettings[];
  readonly tls: TlsConfiguration;
  /** Requests worked on at a time before ThrottlingException. */
  readonly requestsInFlight: number;
  /** Where metrics and health are told without TLS; taken at a start only. */
  readonly observation?: { readonly host: string; readonly port: number };
}

export const defaultRequestsInFlight = 1000;
export const configurationFileName = "xks-proxy.json";

/** The configuration file of a proxy. */
export function configurationPath(dataDir: string, configFile?: string): string {
  return configFile ?? join(dataDir, configurationFileName);
}

/** @throws ProxyStartError that names file, place and fix */
export function readConfiguration(path: string): ProxyConfiguration {
  const text = readIfPresent(path);
  if (text === undefined) throw new ProxyStartError(`${path} does not exist: name an existing configuration file`);
  return parseConfiguration(path, text);
}

export function parseConfiguration(path: string, text: string): ProxyConfiguration {
  const { keyStores, keyManagers, tls, limits, observation } = Section.parse(path, text).members(
    "keyStores",
    "keyManagers",
    "tls",
    "limits",
    "observation",
  );
  const managers = keyManagers.present ? keyManagers.entries().map(([name, section]) => readKeyManager(name, section)) : defaultKeyManagers;
  const stores = keyStores.entries().map(([prefix, section]) => readKeyStore(prefix, section, managers));
  const twice = firstTwice(stores.flatMap((store) => store.credentials.map(({ accessKeyId }) => accessKeyId)));
  if (twice !== undefined) throw keyStores.wrong(`has the access key id ${twice} twice: an id must name one secret`);
  return {
    keyStores: stores,
    keyManagers: managers,
    tls: readTls(tls),
    requestsInFlight: readLimit(limits),
    ...(observation.present && { observation: readObservation(observation) }),
  };
}

function readKeyStore(prefix: string, section: Section, managers: readonly KeyManagerSettings[]): KeyStoreConfiguration {
  const uriPath = `${prefix}${uriPathEnd}`;
  if (!isUriPath(uriPath)) throw section.wrong(`is not a path prefix: with ${uriPathEnd} it must be ${uriPathRule.form}`);
  const { credentials, requestsPerSecond, keyManagers, failOverAfterMs, access } = section.members(
    "credentials",
    "requestsPerSecond",
    "keyManagers",
    "failOverAfterMs",
    "access",
  );
  const names = managers.map(({ name }) => name);
  return {
    uriPath,
    credentials: credentials.list(1, 2).map(readCredentials),
    keyManagers: keyManagers.present ? keyManagers.list(1, 10).map((name) => name.oneOf(...names)) : names,
    ...(requestsPerSecond.present && { requestsPerSecond: requestsPerSecond.integer(1, 1_000_000) }),
    ...(failOverAfterMs.present && { failOverAfterMs: failOverAfterMs.integer(1, 60_000) }),
    ...(access.present && { access: readAccess(access) }),
  };
}

function readCredentials(section: Section): ProxyCredentials {
  const { accessKeyId, secretAccessKey } = section.members("accessKeyId", "secretAccessKey");
  return {
    accessKeyId: accessKeyId.text(accessKeyIdRule.form, accessKeyIdRule.pattern),
    secretAccessKey: secretAccessKey.text(secretAccessKeyRule.form, secretAccessKeyRule.pattern),
  };
}

function readObservation(section: Section): { readonly host: string; readonly port: number } {
  const { host, port } = section.members("host", "port");
  return { host: host.present ? host.text() : "127.0.0.1", port: port.integer(0, 65_535) };
}

function readLimit(limits: Section): number {
  if (!limits.present) return defaultRequestsInFlight;
  const { requestsInFlight } = limits.members("requestsInFlight");
  return requestsInFlight.present ? requestsInFlight.integer(1, 100_000) : defaultRequestsInFlight;
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
