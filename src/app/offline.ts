/** The local administrator of a data folder that nothing serves from: the management plane's operations in this process. */
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { NoDataPlane } from "../kms/data-planes.ts";
import type { Configuration } from "./configuration.ts";
import { type LocalAdministrator, throughDoor } from "./local-administrator.ts";
import { createManagement, openState } from "./planes/management.ts";

export async function openOffline(
  configuration: Configuration,
): Promise<{ readonly administrator: LocalAdministrator; close(): Promise<void> }> {
  const log = createLog({ level: configuration.logLevel }).child({ plane: "command" });
  const { stores, directory } = await openState(configuration, systemClock, log);
  const unreachable = (): Promise<never> => Promise.reject(new NoDataPlane());
  const management = await createManagement({
    configuration,
    clock: systemClock,
    log,
    facts: { healthCheck: () => {} },
    stores,
    directory,
    dataPlanes: { publish: () => Promise.resolve(), getHealthStatus: unreachable, getKeyMetadata: unreachable },
    dataPlaneFigures: () => [],
  });
  return {
    administrator: throughDoor(management.administratorDoor),
    close: () => management.close(),
  };
}
