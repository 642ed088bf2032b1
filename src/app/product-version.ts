/** The product's version as its package says it: told by the command, the console and the bundled proxy. */
import { readFileSync } from "node:fs";
import { packageFile } from "./places.ts";

/** Reads it from package.json, e.g. "0.1.0". */
export function productVersion(): string {
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
}
