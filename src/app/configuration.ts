/** From flags, environment and file to one checked configuration. Every mistake is a UsageError that names key, value and fix. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { environmentName, flagName, optionsOf, optionTable, type OptionDefinition, type OptionKey } from "./configuration-table.ts";
import { UsageError } from "./usage-error.ts";

/** What a command was started with, checked and typed. Plain data: it crosses to the planes as it is. */
export interface Configuration {
  /** Absolute path. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** Under which people and receivers reach the service, where that is not where it listens; without a slash at the end. */
  readonly publicUrl?: string;
  readonly region: string;
  readonly accountId: string;
  /** PEM files of further trusted CAs, absolute paths. */
  readonly trustedCaFiles: readonly string[];
  readonly auth: "on" | "off";
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  readonly healthIntervalSeconds: number;
  readonly masterKeyFile: string;
  readonly dataPlanes: number;
  readonly proxyTimeoutMs: number;
  readonly quotaPerSecond: number;
  /** By service name. */
  readonly vpcEndpointServices: Readonly<Record<string, { readonly host: string; readonly port: number }>>;
  readonly metricsToken?: string;
  readonly seriesLimit: number;
  readonly remoteWrite?: { readonly url: string; readonly token?: string };
  /** Where action ARNs lead, absolute path. */
  readonly channelsFile?: string;
  /** Whether new key stores get the recommended alarms by themselves, and whom those tell. */
  readonly recommendedAlarms?: { readonly notify?: string };
  /** Whether subscribers may be told at private addresses. */
  readonly privateTargets: boolean;
  readonly mail?: { readonly url: string; readonly from: string };
  readonly logLevel: "error" | "warn" | "info" | "debug";
  readonly proxy: { readonly host: string; readonly port: number; readonly configFile?: string; readonly faults: boolean };
}

/** Where a value came from, for messages. */
interface Given {
  readonly value: string;
  readonly from: string;
}

/**
 * Resolves the configuration of `command`: flag before environment before file before default.
 * @param flags values by option key, as the command line gave them
 * @throws UsageError
 */
export function resolveConfiguration(
  command: string,
  flags: Readonly<Partial<Record<string, string>>>,
  env: NodeJS.ProcessEnv,
): Configuration {
  const file = readConfigurationFile(flags, env);
  const options = optionsOf(command);
  const text = (key: OptionKey): string => {
    const option = optionTable.find((candidate) => candidate.key === key) as OptionDefinition;
    const given = options.includes(option) ? givenFor(option, command, flags, env, file) : undefined;
    if (!given) return option.fallback;
    if (!option.check.holds(given.value)) {
      const value = option.secret ? "the value" : JSON.stringify(given.value);
      throw new UsageError(`${given.from}: ${value} must be ${option.check.says}`);
    }
    return given.value;
  };
  const dataDirectory = resolve(text("data"));
  const host = text("host");
  const auth = text("auth") as "on" | "off";
  if (auth === "off" && !isLoopback(host)) {
    throw new UsageError(`--auth off with --host ${host}: calls may go unsigned on loopback only; take --host 127.0.0.1 or --auth on`);
  }
  const metricsToken = text("metrics-token");
  const remoteWrite = text("remote-write");
  const remoteWriteToken = text("remote-write-token");
  const channels = text("channels");
  const mail = mailOf(text("smtp"), text("smtp-from"));
  const proxyConfig = text("proxy-config");
  const publicUrl = text("public-url").replace(/\/$/, "");
  const recommended = text("recommended-alarms");
  const tls = tlsOf(text("tls-cert"), text("tls-key"));
  return {
    dataDirectory,
    port: Number(text("port")),
    host,
    allowedHosts: [...listOf(text("allowed-hosts")), ...(publicUrl ? [new URL(publicUrl).hostname] : [])],
    ...(publicUrl && { publicUrl }),
    region: text("region"),
    accountId: text("account"),
    trustedCaFiles: listOf(text("trusted-ca")).map((path) => readable("trusted-ca", path)),
    auth,
    ...(tls && { tls }),
    healthIntervalSeconds: Number(text("health-interval")),
    masterKeyFile: resolve(text("master-key-file") || join(dataDirectory, "master.key")),
    dataPlanes: Number(text("data-planes")),
    proxyTimeoutMs: Number(text("proxy-timeout")),
    quotaPerSecond: Number(text("quota")),
    seriesLimit: Number(text("series-limit")),
    vpcEndpointServices: servicesOf(text("vpc-endpoint-services")),
    ...(metricsToken && { metricsToken }),
    ...(remoteWrite && { remoteWrite: { url: remoteWrite, ...(remoteWriteToken && { token: remoteWriteToken }) } }),
    ...(channels && { channelsFile: readable("channels", channels) }),
    ...(recommended !== "off" && { recommendedAlarms: recommended === "on" ? {} : { notify: recommended } }),
    privateTargets: text("private-targets") === "on",
    ...(mail && { mail }),
    logLevel: text("log-level") as Configuration["logLevel"],
    proxy: {
      host: text("proxy-host"),
      port: Number(text("proxy-port")),
      ...(proxyConfig && { configFile: readable("proxy-config", proxyConfig) }),
      faults: text("faults") === "on",
    },
  };
}

/** Whether an address or name can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The address of console and APIs as a client on this machine would write it, without a slash at the end. */
export function addressOf({ host, port, tls }: Pick<Configuration, "host" | "port" | "tls">): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `${tls ? "https" : "http"}://${name}:${port}`;
}

/** The address for links that leave this machine, without a slash at the end. */
export const publicAddressOf = (configuration: Pick<Configuration, "host" | "port" | "tls" | "publicUrl">): string =>
  configuration.publicUrl ?? addressOf(configuration);

/** Texts of the PEM files of trusted CAs. */
export function trustedCas(configuration: Configuration): string[] {
  return configuration.trustedCaFiles.map((path) => readFileSync(path, "utf8"));
}

function givenFor(
  option: OptionDefinition,
  command: string,
  flags: Readonly<Partial<Record<string, string>>>,
  env: NodeJS.ProcessEnv,
  file: ReadonlyMap<string, Given>,
): Given | undefined {
  const flag = flags[option.key];
  if (flag !== undefined) return { value: flag, from: `--${flagName(option, command)}` };
  const name = environmentName(option.key);
  const variable = env[name];
  if (variable !== undefined && variable !== "") return { value: variable, from: name };
  return file.get(option.key);
}

/** Reads `--config`, or xkswatch.conf of the data folder where there is one. Unknown keys are errors. */
function readConfigurationFile(flags: Readonly<Partial<Record<string, string>>>, env: NodeJS.ProcessEnv): ReadonlyMap<string, Given> {
  const named = flags["config"] ?? env[environmentName("config")];
  const path = resolve(named || join(flags["data"] ?? env[environmentName("data")] ?? "./data", "xkswatch.conf"));
  const given = new Map<string, Given>();
  if (!named && !existsSync(path)) return given;
  const lines = readFileSync(readable("config", path), "utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const from = `${path} line ${index + 1}`;
    const equals = trimmed.indexOf("=");
    if (equals < 1) throw new UsageError(`${from}: the line must be \`key = value\``);
    const key = trimmed.slice(0, equals).trim();
    if (!optionTable.some((option) => option.key === key) || key === "config") {
      throw new UsageError(`${from}: there is no option ${JSON.stringify(key)}; \`xkswatch serve --help\` lists them`);
    }
    given.set(key, { value: trimmed.slice(equals + 1).trim(), from });
  }
  return given;
}

function readable(key: string, path: string): string {
  const absolute = resolve(path);
  try {
    readFileSync(absolute);
    return absolute;
  } catch (error) {
    throw new UsageError(
      `--${key}: cannot read ${absolute} (${(error as NodeJS.ErrnoException).code}); name a file that is there and readable`,
    );
  }
}

function tlsOf(cert: string, key: string): Configuration["tls"] {
  if (!cert && !key) return undefined;
  if (!cert || !key) throw new UsageError(`--tls-cert and --tls-key belong together: give ${cert ? "--tls-key" : "--tls-cert"} too`);
  return { certFile: readable("tls-cert", cert), keyFile: readable("tls-key", key) };
}

function mailOf(url: string, from: string): Configuration["mail"] {
  if (!url && !from) return undefined;
  if (!url || !from) throw new UsageError(`--smtp and --smtp-from belong together: give ${url ? "--smtp-from" : "--smtp"} too`);
  return { url, from };
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function servicesOf(text: string): Configuration["vpcEndpointServices"] {
  const services: Record<string, { host: string; port: number }> = {};
  for (const entry of listOf(text)) {
    const [name, address] = entry.split("=") as [string, string];
    const colon = address.lastIndexOf(":");
    services[name] = { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
  }
  return services;
}
