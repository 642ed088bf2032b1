/**
 * The proxy's configuration file (JSON, mode 0600, `xks-proxy.json` in its data folder): which key stores it serves under
 * which path prefixes, with which credentials, key managers and limits. The proxy takes changes without a stop.
 */
import { join } from "node:path";
import { accessKeyIdRule, isUriPath, secretAccessKeyRule, uriPathEnd, uriPathRule } from "../xks/uri.ts";
import { Section } from "./configuration/section.ts";
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
}

export interface ProxyConfiguration {
  readonly keyStores: readonly KeyStoreConfiguration[];
  /** Names and addresses in the server certificate beside the loopback ones. */
  readonly serverNames: readonly string[];
  /** Requests worked on at a time before ThrottlingException. */
  readonly requestsInFlight: number;
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
  const { keyStores, tls, limits } = Section.parse(path, text).members("keyStores", "tls", "limits");
  const stores = keyStores.entries().map(([prefix, section]) => readKeyStore(prefix, section));
  const twice = firstTwice(stores.flatMap((store) => store.credentials.map(({ accessKeyId }) => accessKeyId)));
  if (twice !== undefined) throw keyStores.wrong(`has the access key id ${twice} twice: an id must name one secret`);
  return {
    keyStores: stores,
    serverNames: tls.present ? readNames(tls.members("names").names) : [],
    requestsInFlight: readLimit(limits),
  };
}

function readKeyStore(prefix: string, section: Section): KeyStoreConfiguration {
  const uriPath = `${prefix}${uriPathEnd}`;
  if (!isUriPath(uriPath)) throw section.wrong(`is not a path prefix: with ${uriPathEnd} it must be ${uriPathRule.form}`);
  const { credentials, requestsPerSecond } = section.members("credentials", "requestsPerSecond");
  return {
    uriPath,
    credentials: credentials.list(1, 2).map(readCredentials),
    ...(requestsPerSecond.present && { requestsPerSecond: requestsPerSecond.integer(1, 1_000_000) }),
  };
}

function readCredentials(section: Section): ProxyCredentials {
  const { accessKeyId, secretAccessKey } = section.members("accessKeyId", "secretAccessKey");
  return {
    accessKeyId: accessKeyId.text(accessKeyIdRule.form, accessKeyIdRule.pattern),
    secretAccessKey: secretAccessKey.text(secretAccessKeyRule.form, secretAccessKeyRule.pattern),
  };
}

function readNames(section: Section): string[] {
  return section.list(0, 50).map((name) => name.text("a DNS name or IP address", /^(?:\*\.)?[A-Za-z0-9.:-]{1,253}$/));
}

function readLimit(limits: Section): number {
  if (!limits.present) return defaultRequestsInFlight;
  const { requestsInFlight } = limits.members("requestsInFlight");
  return requestsInFlight.present ? requestsInFlight.integer(1, 100_000) : defaultRequestsInFlight;
}

function firstTwice(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
