/** The options of `xkswatch load`: from the command line to what the load generator takes. Every mistake is a UsageError. */
import { systemClock } from "../../lib/clock.ts";
import { type CryptoOperation, cryptoOperations, type XksOperation, xksOperations } from "../../model/xks-operation.ts";
import { configurationPath, readConfiguration } from "../../proxy/configuration.ts";
import type { LoadOptions } from "../../tools/load/load.ts";
import { type Endpoint, parseEndpoint } from "../../tools/load/endpoint.ts";
import { kmsWorkload } from "../../tools/load/kms-workload.ts";
import { type Choice, chooser, expandNames, parseMix } from "../../tools/load/mix.ts";
import { mostPerSecond, parseProfile, profileForm } from "../../tools/load/profile.ts";
import type { Choosing } from "../../tools/load/workload.ts";
import { xksWorkload } from "../../tools/load/xks-workload.ts";
import { minimumCryptoBytes } from "../../xks/operations.ts";
import { externalKeyIdRule, isExternalKeyId, uriPathEnd } from "../../xks/uri.ts";
import { isLoopback } from "../configuration.ts";
import { pathsIn } from "../data-directory.ts";
import { UsageError } from "../usage-error.ts";
import type { CommandInput, CommandOption } from "./command.ts";
import { type ProxyFile, readGiven, readProxyFile } from "./given-files.ts";
import { orProxyUsageError } from "./proxy-refused.ts";

/** Seconds that a profile and a search take when nothing else is said. */
const profileSeconds = 30;
const searchSeconds = 270;
/** Bytes that KMS encrypts at most. */
const mostKmsBytes = 4096;
/** An end on SIGTERM waits for requests under way. */
const mostTimeoutMs = 4000;
const stepSeconds = 3;

export const loadOptionTable = [
  {
    flag: "proxy-config",
    argument: "FILE",
    sentence: "TARGET is an XKS proxy: its proxy configuration file (JSON, as the AWS console takes it) with path and credential",
  },
  { flag: "store", argument: "NAME", sentence: "TARGET is the bundled XKS proxy of this data folder: a path prefix of its configuration" },
  {
    flag: "keys",
    argument: "LIST",
    sentence: "external key ids, or key ids, ARNs or aliases of a KMS endpoint, separated by commas; key-[1-20] stands for twenty",
  },
  {
    flag: "profile",
    argument: "PROFILE",
    sentence: "requests a second over the time: steady:1800, ramp:100-3000 or spike:500-3000",
    fallback: "steady:100",
  },
  { flag: "find-capacity", sentence: "searches the highest rate that holds instead of running a profile" },
  { flag: "most", argument: "PER_SECOND", sentence: "the highest rate that --find-capacity tries", fallback: "10000" },
  { flag: "seconds", argument: "N", sentence: `how long (default: ${profileSeconds}, with --find-capacity at most ${searchSeconds})` },
  { flag: "requests", argument: "N", sentence: "requests at most", fallback: "2000000" },
  {
    flag: "mix",
    argument: "MIX",
    sentence:
      "operations with weights, such as Encrypt:60,Decrypt:40 (default: Encrypt and Decrypt, at a KMS endpoint GenerateDataKey too)",
  },
  { flag: "sizes", argument: "SIZES", sentence: "bytes of plaintext with weights, such as 32:80,4096:20", fallback: "32" },
  { flag: "connections", argument: "N", sentence: "connections at most", fallback: "128" },
  { flag: "connection-life", argument: "N", sentence: "requests that a connection carries before it is closed (default: no end)" },
  { flag: "tls-resumption", sentence: "resumes TLS sessions on new connections" },
  { flag: "timeout", argument: "MS", sentence: "how long to wait for an answer", fallback: "1000" },
  { flag: "within", argument: "MS", sentence: "what an answer may take; AWS KMS gives 250", fallback: "250" },
  { flag: "misses", argument: "PERCENT", sentence: "share of requests that may fail or come late at a rate that holds", fallback: "1" },
  { flag: "quota", argument: "PER_SECOND", sentence: "the rate to compare with; AWS KMS sends up to 1800", fallback: "1800" },
  { flag: "ca", argument: "FILE", sentence: "PEM certificate of a private CA that signed the target's certificate" },
  { flag: "region", argument: "REGION", sentence: "the Region in signatures (default: AWS_REGION, else us-east-1)" },
  { flag: "principal", argument: "ARN", sentence: "the caller that an XKS proxy is told (default: a user of --account's default)" },
  { flag: "i-own-this-target", sentence: "lets TARGET be another machine: its owner agrees to the load" },
  { flag: "json", argument: "FILE", sentence: "writes the report for programs" },
  { flag: "html", argument: "FILE", sentence: "writes the report as one HTML page" },
  { flag: "percentiles", argument: "FILE", sentence: "writes the table of percentiles in the text form of HDR histograms" },
] as const satisfies readonly CommandOption[];

type Options = CommandInput["options"];
type Parsed = Omit<LoadOptions, "clock" | "soon" | "stopped" | "onProgress" | "onStep">;

/** @param env for the credentials of a KMS endpoint, under the names that all AWS clients read */
export async function readLoadOptions({ configuration, positionals, options }: CommandInput, env: NodeJS.ProcessEnv): Promise<Parsed> {
  const target = (positionals[0] ?? "").replace(/\/$/, "");
  const endpoint = endpointOf(target, options);
  const proxyDirectory = pathsIn(configuration.dataDirectory).proxyDirectory;
  const proxy = await proxyOf(options, proxyDirectory);
  if (proxy && !endpoint.tls) throw new UsageError(`TARGET ${target}: an XKS proxy is reached over https`);
  const region = options["region"] ?? env["AWS_REGION"] ?? configuration.region;
  const caPem = options["ca"] ? readGiven("ca", options["ca"]) : options["store"] && readGiven("store", `${proxyDirectory}/ca.pem`);
  const common = { hostHeader: endpoint.hostHeader, region, clock: systemClock };
  const accountId = configuration.accountId;
  const principalArn = options["principal"] ?? `arn:aws:iam::${accountId}:user/load`;
  const workload = proxy
    ? xksWorkload({
        ...common,
        ...proxy,
        accountId,
        principalArn,
        choosing: choosingOf<XksOperation>(options, xksOperations, proxyDefaults),
      })
    : kmsWorkload({ ...common, ...credentialsOf(env), choosing: choosingOf<CryptoOperation>(options, cryptoOperations, kmsDefaults) });
  const search = options["find-capacity"] !== undefined;
  const seconds = whole(options, "seconds", 1, 86_400, search ? searchSeconds : profileSeconds);
  return {
    target,
    kind: proxy ? "XKS proxy" : "KMS endpoint",
    endpoint,
    ...(caPem && { caPem }),
    workload,
    connections: whole(options, "connections", 1, 10_000),
    connectionLife: whole(options, "connection-life", 1, 1_000_000_000, Number.POSITIVE_INFINITY),
    resumption: options["tls-resumption"] !== undefined,
    timeoutMs: whole(options, "timeout", 10, mostTimeoutMs),
    limits: {
      limitMs: whole(options, "within", 1, mostTimeoutMs),
      quotaPerSecond: whole(options, "quota", 1, 1_000_000),
      allowed: percent(options, "misses") / 100,
    },
    seconds,
    requests: whole(options, "requests", 1, 1_000_000_000),
    plan: search ? { kind: "find-capacity", most: whole(options, "most", 1, mostPerSecond), stepSeconds } : profileOf(options, seconds),
    settings: settingsOf(options),
  };
}

function endpointOf(target: string, options: Options): Endpoint {
  const endpoint = parseEndpoint(target);
  if (!endpoint)
    throw new UsageError(`TARGET ${target}: must be https://host[:port] of an XKS proxy, or http(s)://host[:port] of a KMS endpoint`);
  if (!isLoopback(endpoint.host) && options["i-own-this-target"] === undefined) {
    throw new UsageError(
      `TARGET ${target}: is another machine; load can hurt it and those who use it. Add --i-own-this-target if its owner agrees`,
    );
  }
  return endpoint;
}

async function proxyOf(options: Options, proxyDirectory: string): Promise<ProxyFile | undefined> {
  const { store, "proxy-config": file } = options;
  if (store !== undefined && file !== undefined) throw new UsageError("--store and --proxy-config: give one of them");
  if (file !== undefined) return readProxyFile("proxy-config", file);
  if (store === undefined) return undefined;
  const uriPath = `${store === "" ? "" : `/${store}`}${uriPathEnd}`;
  const { keyStores } = await orProxyUsageError(() => readConfiguration(configurationPath(proxyDirectory)));
  const credentials = keyStores.find((one) => one.uriPath === uriPath)?.credentials.at(-1);
  if (!credentials)
    throw new UsageError(
      `--store ${store}: the bundled proxy has no such path prefix; \`xkswatch proxy config-file --store ${store}\` makes it`,
    );
  return { uriPath, ...credentials };
}

function credentialsOf(env: NodeJS.ProcessEnv): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError(
      'a KMS endpoint needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: eval "$(xkswatch env)" sets them; for an XKS proxy give --proxy-config or --store',
    );
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

interface Defaults {
  readonly mix: string;
  readonly mostBytes: number;
  readonly isKey: (key: string) => boolean;
  readonly keyForm: string;
}

const proxyDefaults: Defaults = {
  mix: "Encrypt,Decrypt",
  mostBytes: minimumCryptoBytes,
  isKey: isExternalKeyId,
  keyForm: externalKeyIdRule.form,
};
const kmsDefaults: Defaults = {
  mix: "Encrypt,Decrypt,GenerateDataKey",
  mostBytes: mostKmsBytes,
  isKey: (key) => /^[\w:/-]{1,2048}$/.test(key),
  keyForm: "key ids, key ARNs, or aliases such as alias/demo",
};

function choosingOf<Operation extends string>(options: Options, known: readonly Operation[], defaults: Defaults): Choosing<Operation> {
  const mix = options["mix"] ?? defaults.mix;
  const operations = parseMix(mix, (name) => known.find((one) => one.toLowerCase() === name.toLowerCase()));
  if (!operations)
    throw new UsageError(`--mix ${mix}: must be some of ${known.join(", ")}, each with a weight if need be (Encrypt:60,Decrypt:40)`);
  const sizes = parseMix(options["sizes"] ?? "32", (name) => {
    const bytes = /^\d{1,5}$/.test(name) ? Number(name) : 0;
    return bytes >= 1 && bytes <= defaults.mostBytes ? bytes : undefined;
  });
  if (!sizes)
    throw new UsageError(
      `--sizes ${options["sizes"]}: must be bytes from 1 to ${defaults.mostBytes}, each with a weight if need be (32:80,4096:20)`,
    );
  const keys = expandNames(options["keys"] ?? "");
  if (keys.length === 0) throw new UsageError("--keys LIST is missing: name the keys to use, such as demo-key or alias/demo");
  const wrong = keys.find((key) => !defaults.isKey(key));
  if (wrong !== undefined) throw new UsageError(`--keys ${wrong}: must be ${defaults.keyForm}`);
  const each = keys.map((value): Choice<string> => ({ value, weight: 1 }));
  return {
    operation: chooser(operations, 0),
    size: chooser(sizes, 1),
    key: chooser(each, 2),
    operations: operations.map(({ value }) => value),
    sizes: sizes.map(({ value }) => value),
    keys,
  };
}

function profileOf(options: Options, seconds: number): LoadOptions["plan"] {
  const text = options["profile"] ?? "";
  const segments = parseProfile(text, seconds);
  if (!segments) throw new UsageError(`--profile ${text}: must be ${profileForm}`);
  return { kind: "profile", text, segments };
}

function whole(options: Options, flag: string, least: number, most: number, fallback?: number): number {
  const text = options[flag];
  if (text === undefined && fallback !== undefined) return fallback;
  const value = Number(text);
  if (text === undefined || !/^\d{1,10}$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${flag} ${text}: must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function percent(options: Options, flag: string): number {
  const text = options[flag] ?? "";
  const value = Number(text);
  if (!/^\d{1,2}(\.\d{1,3})?$/.test(text)) throw new UsageError(`--${flag} ${text}: must be a percentage from 0 to 99`);
  return value;
}

/** What was asked for; no option holds a secret. */
function settingsOf(options: Options): Record<string, string> {
  const given = Object.entries(options).flatMap(([flag, value]): [string, string][] => (value === undefined ? [] : [[`--${flag}`, value]]));
  return Object.fromEntries(given);
}
