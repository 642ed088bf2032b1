/**
 * The log: JSON lines, written synchronously so that a kill loses none. Secrets never reach it by name; what an interaction
 * or a call carries is not logged line by line at the default level.
 */
import { destination as fileDestination, pino, type Logger } from "pino";

/** What the rooms use of a logger. `log.error({ requestId, err }, "sentence")`. */
export type Log = Pick<Logger, "trace" | "debug" | "info" | "warn" | "error" | "fatal"> & {
  /** A log whose lines all carry `bindings`. */
  child(bindings: Record<string, unknown>): Log;
};

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Members that hold a secret or a plaintext wherever they turn up, one or two levels deep. */
const secretMembers = [
  "secret",
  "secretAccessKey",
  "SecretAccessKey",
  "RawSecretAccessKey",
  "password",
  "plaintext",
  "Plaintext",
  "innerKey",
  "token",
  "authorization",
  "cookie",
  "csrf",
  'headers["x-csrf-token"]',
];

export interface LogOptions {
  readonly level: LogLevel;
  /** Which part of the product writes, e.g. "data plane"; stands in every line. */
  readonly name?: string;
  /** A file descriptor, a file's path, or where tests collect lines. Standard error where absent. */
  readonly destination?: number | string | { write(line: string): void };
}

export function createLog({ level, name, destination = 2 }: LogOptions): Log {
  const options = {
    level,
    base: name === undefined ? null : { name },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: secretMembers.flatMap((member) => (member.includes("[") ? [member, `*.${member}`] : [member, `*.${member}`, `*.*.${member}`])),
      censor: "[secret]",
    },
  };
  return typeof destination === "object"
    ? pino(options, destination)
    : pino(options, fileDestination({ dest: destination, sync: true, mkdir: typeof destination === "string" }));
}
