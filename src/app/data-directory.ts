/** The data folder: where things lie in it; made private to this user, proven writable and not in use before anything starts in it. */
import { accessSync, chmodSync, constants } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { makeDirectory } from "../lib/make-directory.ts";
import { UsageError } from "./usage-error.ts";

/** Where things lie in the data folder. */
export function pathsIn(dataDirectory: string): {
  readonly linkSocket: string;
  readonly managementSocket: string;
  readonly adminSocket: string;
  readonly stateFile: string;
  readonly metricsFile: string;
  readonly interactionsFile: string;
  readonly auditDirectory: string;
  readonly proxyDirectory: string;
} {
  const at = (...parts: string[]): string => [dataDirectory, ...parts].join("/");
  return {
    linkSocket: at("run", "link.sock"),
    managementSocket: at("run", "management.sock"),
    adminSocket: at("run", "admin.sock"),
    stateFile: at("state.db"),
    metricsFile: at("metrics.db"),
    interactionsFile: at("interactions.db"),
    auditDirectory: at("audit"),
    proxyDirectory: at("proxy"),
  };
}

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
