/** Making folders for this user alone. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, mode 0700; one that is there is left as it is. Step by step: where a file system refuses
 * new folders with ENOENT, as /proc does, `mkdirSync`'s own recursion never returns.
 * @throws the system's error, ENOTDIR where something else has the name
 */
export function makeDirectory(path: string): void {
  const present = statSync(path, { throwIfNoEntry: false });
  if (present?.isDirectory()) return;
  if (present) throw Object.assign(new Error(`${path} is no directory`), { code: "ENOTDIR" });
  const above = dirname(path);
  if (above !== path) makeDirectory(above);
  mkdirSync(path, { mode: 0o700 });
}
