/** The product's version as its package says it: told by the command, the console and the bundled proxy. */
import { readFileSync } from "node:fs";

/** Reads it from package.json, e.g. "0.1.0". */
export function productVersion(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
}
