/**
 * Every option there is, once: key, flag, environment name, default and a sentence. Help texts, the configuration file and
 * docs/configuration.md come from this table.
 */
import { isTarget } from "./recommended-alarms.ts";

/** The long-running commands that options belong to. */
export type ServingCommand = "serve" | "up" | "demo" | "proxy";

export interface OptionDefinition {
  /** The line in the configuration file; with `XKSWATCH_` and underscores the environment variable; with `--` the flag. */
  readonly key: string;
  /** What stands for the value in help texts; absent for switches. */
  readonly argument?: string;
  readonly fallback: string;
  readonly sentence: string;
  readonly check: Check;
  /** Commands that take it; "all" also covers the short commands. */
  readonly commands: readonly ServingCommand[] | "all";
  /** Its value is never shown in messages. */
  readonly secret?: true;
  /** Another flag name on one command, where the public contract wants it. */
  readonly flagOn?: Partial<Record<ServingCommand, string>>;
}

/** What a value must be; `says` completes "must be …". */
export interface Check {
  readonly says: string;
  holds(value: string): boolean;
}

const anything: Check = { says: "a text", holds: (value) => value.length > 0 };
const optional: Check = { says: "a text", holds: () => true };
const port: Check = { says: "a port number from 0 to 65535", holds: (value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535 };
const oneOf = (...values: string[]): Check => ({ says: values.join(" or "), holds: (value) => values.includes(value) });
const wholeNumber = (from: number, to: number): Check => ({
  says: `a whole number from ${from} to ${to}`,
  holds: (value) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to,
});
const services: Check = {
  says: "a list like com.amazonaws.vpce.us-east-1.vpce-svc-1234=10.0.0.5:443,…",
  holds: (value) => value === "" || value.split(",").every((entry) => /^[^=\s]+=[^=\s]+:\d{1,5}$/.test(entry.trim())),
};

const isOrigin = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value.replace(/\/$/, "");

const serving = ["serve", "up", "demo"] as const;
const withProxy = ["up", "demo", "proxy"] as const;

export const optionTable = [
  { key: "data", argument: "DIR", fallback: "./data", check: anything, commands: "all", sentence: "the folder that holds all state" },
  {
    key: "config",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "a configuration file of lines `key = value` (default: xkswatch.conf in the data folder, where there is one)",
  },
  { key: "port", argument: "PORT", fallback: "8420", check: port, commands: serving, sentence: "the one port of the APIs and the console" },
  { key: "host", argument: "ADDRESS", fallback: "127.0.0.1", check: anything, commands: serving, sentence: "the address to listen on" },
  {
    key: "allowed-hosts",
    argument: "NAMES",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "further names, separated by commas, under which clients may call (loopback names, --host and --public-url always may)",
  },
  {
    key: "public-url",
    argument: "URL",
    fallback: "",
    check: { says: "a URL like https://xkswatch.example.com, without a path", holds: (value) => value === "" || isOrigin(value) },
    commands: serving,
    sentence: "the address under which people and receivers reach this service, for the links in messages (default: the one it listens on)",
  },
  {
    key: "region",
    argument: "REGION",
    fallback: "us-east-1",
    check: { says: "a Region name such as us-east-1", holds: (value) => /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(value) },
    commands: serving,
    sentence: "the Region in ARNs and signatures",
  },
  {
    key: "account",
    argument: "ID",
    fallback: "123456789012",
    check: { says: "twelve digits", holds: (value) => /^\d{12}$/.test(value) },
    commands: serving,
    sentence: "the account id in ARNs",
  },
  {
    key: "trusted-ca",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "PEM certificates of CAs to trust for XKS proxies, beside the public ones",
  },
  {
    key: "auth",
    argument: "on|off",
    fallback: "on",
    check: oneOf("on", "off"),
    commands: serving,
    sentence: "whether API calls must be signed with an access key of this service; off only on loopback",
  },
  {
    key: "tls-cert",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "PEM certificate chain to serve HTTPS with",
  },
  {
    key: "tls-key",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "PEM private key that belongs to --tls-cert",
  },
  {
    key: "health-interval",
    argument: "SECONDS",
    fallback: "60",
    check: wholeNumber(1, 3600),
    commands: serving,
    sentence: "seconds between two health checks of a key store",
  },
  {
    key: "channels",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "JSON that says where the action ARNs of alarms lead: webhooks, mails, Alertmanager, commands (docs/alarms.md)",
  },
  {
    key: "recommended-alarms",
    argument: "off|on|TARGET",
    fallback: "off",
    check: {
      says: "off, on, an ARN, an http(s) URL or a mail address",
      holds: (value) => value === "off" || value === "on" || isTarget(value),
    },
    commands: serving,
    sentence:
      "makes the recommended alarms for each new key store by themselves; TARGET is whom they tell: an ARN, an http(s) URL or a mail address",
  },
  {
    key: "private-targets",
    argument: "on|off",
    fallback: "off",
    check: oneOf("on", "off"),
    commands: serving,
    sentence: "whether subscribers of topics may be told at loopback and private addresses; those of --channels always may",
  },
  {
    key: "smtp",
    secret: true,
    argument: "URL",
    fallback: "",
    check: {
      says: "a URL like smtp://user:password@mail.example.com:587",
      holds: (value) => value === "" || /^smtps?:\/\/\S+$/.test(value),
    },
    commands: serving,
    sentence: "the mail server for notifications",
  },
  {
    key: "smtp-from",
    argument: "ADDRESS",
    fallback: "",
    check: { says: "a mail address", holds: (value) => value === "" || /^[^\s@]+@[^\s@]+$/.test(value) },
    commands: serving,
    sentence: "the sender of those mails",
  },
  {
    key: "master-key-file",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: "all",
    sentence: "the master key that seals secrets at rest (default: master.key in the data folder, made at the first start)",
  },
  {
    key: "data-planes",
    argument: "N",
    fallback: "1",
    check: wholeNumber(1, 64),
    commands: serving,
    sentence: "processes that serve cryptographic calls",
  },
  {
    key: "proxy-timeout",
    argument: "MS",
    fallback: "250",
    check: wholeNumber(10, 60_000),
    commands: serving,
    sentence: "milliseconds an XKS proxy has for one request; AWS KMS gives 250",
  },
  {
    key: "quota",
    argument: "PER_SECOND",
    fallback: "1800",
    check: wholeNumber(1, 1_000_000),
    commands: serving,
    sentence: "cryptographic requests a second that a new key store may have; AWS KMS gives 1800",
  },
  {
    key: "vpc-endpoint-services",
    argument: "LIST",
    fallback: "",
    check: services,
    commands: serving,
    sentence: "where VPC endpoint services are, as name=host:port separated by commas",
  },
  {
    key: "metrics-token",
    secret: true,
    argument: "TOKEN",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "bearer token that /metrics asks for when --host is not loopback",
  },
  {
    key: "series-limit",
    argument: "N",
    fallback: "50000",
    check: wholeNumber(1, 10_000_000),
    commands: serving,
    sentence: "series that each namespace of PutMetricData may have; beyond it new ones are refused",
  },
  {
    key: "remote-write",
    argument: "URL",
    fallback: "",
    check: { says: "an http or https URL", holds: (value) => value === "" || /^https?:\/\/[^\s]+$/.test(value) },
    commands: serving,
    sentence: "a Prometheus-compatible server that the metrics are pushed to every 15 seconds",
  },
  {
    key: "remote-write-token",
    secret: true,
    argument: "TOKEN",
    fallback: "",
    check: optional,
    commands: serving,
    sentence: "bearer token for --remote-write",
  },
  {
    key: "log-level",
    argument: "LEVEL",
    fallback: "info",
    check: oneOf("error", "warn", "info", "debug"),
    commands: "all",
    sentence: "how much is logged, as JSON lines on standard error: error, warn, info or debug",
  },
  {
    key: "proxy-port",
    argument: "PORT",
    fallback: "8443",
    check: port,
    commands: withProxy,
    flagOn: { proxy: "port" },
    sentence: "the port of the bundled XKS proxy",
  },
  {
    key: "proxy-host",
    argument: "ADDRESS",
    fallback: "127.0.0.1",
    check: anything,
    commands: withProxy,
    flagOn: { proxy: "host" },
    sentence: "the address the bundled XKS proxy listens on",
  },
  {
    key: "proxy-config",
    argument: "FILE",
    fallback: "",
    check: optional,
    commands: withProxy,
    flagOn: { proxy: "config" },
    sentence: "the proxy's configuration (JSON; default: proxy/xks-proxy.json in the data folder, made at the first start)",
  },
  {
    key: "faults",
    fallback: "off",
    check: oneOf("on", "off"),
    // `demo` injects its own.
    commands: ["up", "proxy"],
    sentence: "lets faults be injected into the bundled XKS proxy",
  },
] as const satisfies readonly OptionDefinition[];

export type OptionKey = (typeof optionTable)[number]["key"];

/** `XKSWATCH_HEALTH_INTERVAL` for `health-interval`. */
export function environmentName(key: string): string {
  return `XKSWATCH_${key.toUpperCase().replaceAll("-", "_")}`;
}

/** The flag of an option on a command, without the dashes. */
export function flagName(option: OptionDefinition, command: string): string {
  return option.flagOn?.[command as ServingCommand] ?? option.key;
}

/** The options that a command takes. */
export function optionsOf(command: string): readonly OptionDefinition[] {
  return optionTable.filter(
    (option: OptionDefinition) => option.commands === "all" || (option.commands as readonly string[]).includes(command),
  );
}
