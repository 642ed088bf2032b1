/** From a data folder to its local administrator: over the socket of the planes that serve from it, else in this process. */
import { existsSync } from "node:fs";
import type { Configuration } from "./configuration.ts";
import { answers, pathsIn } from "./data-directory.ts";
import { type LocalAdministrator, overSocket } from "./local-administrator.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs `act` as the local administrator of a data folder: of the xkswatch that serves from it, else on the folder itself.
 * @throws UsageError when there is nothing in the folder
 */
export async function asLocalAdministrator<T>(
  configuration: Configuration,
  act: (administrator: LocalAdministrator) => Promise<T>,
): Promise<T> {
  const { adminSocket, stateFile } = pathsIn(configuration.dataDirectory);
  if (await answers(adminSocket)) return act(overSocket(adminSocket));
  if (!existsSync(stateFile)) {
    throw new UsageError(
      `--data: there is no xkswatch data in ${configuration.dataDirectory}; start \`xkswatch serve\` once or name its folder`,
    );
  }
  // Only now: a command that goes over the socket starts without loading what the planes are made of.
  const { openOffline } = await import("./offline.ts");
  const offline = await openOffline(configuration);
  try {
    return await act(offline.administrator);
  } finally {
    await offline.close();
  }
}
