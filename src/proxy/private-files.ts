/** Files for their owner alone (mode 0600 in folders of mode 0700), replaced as a whole or not at all, on disk when written. */
import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, ProxyStartError } from "./start-error.ts";

/** Makes a folder and those above it. */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Writes a file whole: readers see the old content or the new, after a power loss too. */
export function writePrivateFile(path: string, content: string | Uint8Array): void {
  const temporary = writeTemporary(path, content);
  try {
    renameSync(temporary, path);
    syncFolder(path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  }
}

/** Writes a file that must not exist yet. @returns false, with nothing written, if it does */
export function createPrivateFile(path: string, content: string | Uint8Array): boolean {
  const temporary = writeTemporary(path, content);
  try {
    // A link fails where a rename would overwrite: of two creators at once, one wins.
    linkSync(temporary, path);
    syncFolder(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw unwritable(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The content of a text file, undefined where there is none. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw new ProxyStartError(
      `${path} cannot be read (${errorCode(error) ?? "unknown error"}): give this user the right to read it`,
      error,
    );
  }
}

function writeTemporary(path: string, content: string | Uint8Array): string {
  const temporary = `${path}.${randomUUID()}.tmp`;
  let file: number;
  try {
    file = openSync(temporary, "wx", 0o600);
  } catch (error) {
    throw unwritable(path, error);
  }
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function unwritable(path: string, error: unknown): ProxyStartError {
  return new ProxyStartError(
    `${path} cannot be written (${errorCode(error) ?? "unknown error"}): choose another data folder or give this user the right to write there`,
    error,
  );
}
