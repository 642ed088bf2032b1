/** The data folder: made private to this user, proven writable and not in use before anything starts in it. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { pathsIn } from "./planes/plane-messages.ts";
import { UsageError } from "./usage-error.ts";

/** Unix socket paths end at 107 bytes on Linux, 103 on macOS. */
const longestSocketPath = 103;

/**
 * @param options `shared`: another xkswatch may serve from the folder at the same time (the proxy's part stands apart)
 * @throws UsageError when the folder cannot serve
 */
export async function prepareDataDirectory(directory: string, options: { readonly shared?: boolean } = {}): Promise<void> {
  const run = join(directory, "run");
  try {
    makeDirectory(directory);
    makeDirectory(run);
    chmodSync(run, 0o700);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    accessSync(run, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(
      `--data: cannot write to ${directory} (${(error as NodeJS.ErrnoException).code}); make it writable for this user or name another folder`,
    );
  }
  const { adminSocket, managementSocket } = pathsIn(directory);
  if (Buffer.byteLength(managementSocket) > longestSocketPath) {
    throw new UsageError(`--data: the path ${directory} is too long for the sockets in it; name a folder with a path of at most 80 bytes`);
  }
  if (!options.shared && (await answers(adminSocket))) {
    throw new UsageError(`--data: another xkswatch serves from ${directory}; stop it or name another folder`);
  }
}

/** Makes a folder and those above it. (`mkdirSync`'s own recursion never ends where a file system refuses with ENOENT, as /proc does.) */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) {
    if (!statSync(directory).isDirectory()) throw Object.assign(new Error(`${directory} is no directory`), { code: "ENOTDIR" });
    return;
  }
  const above = dirname(directory);
  if (above !== directory) makeDirectory(above);
  mkdirSync(directory, { mode: 0o700 });
}

/** Whether somebody listens on a Unix socket. */
export async function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
