/** What is done where the data directory is, by who may open it: files named in a request are this machine's. */
import { isAbsolute } from "node:path";
import type { Caller } from "../aws/caller.ts";
import { accessDenied, invalid } from "./console-error.ts";

/** @throws ApiError for anyone but the local administrator, whatever the role */
export function requireLocal(caller: Caller, command: string): void {
  if (caller.by !== "local") throw accessDenied(`Only the local administrator may do this: use \`xkswatch ${command}\` on the server.`);
}

/** @throws ApiError for a path that depends on where the process stands */
export function requireAbsolute(file: string): void {
  if (!isAbsolute(file)) throw invalid(`${file}: give the file's whole path.`);
}

/** What the file system said, for whoever named the file. */
export function fileProblem(file: string, error: unknown): Error {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? invalid(`${file}: ${error.message}`)
    : (error as Error);
}
