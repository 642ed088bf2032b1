/**
 * The entry of every process under the supervisor: waits to be told what it is, runs it, stops it cleanly when told or when
 * the supervisor is gone.
 */
import { systemClock } from "../../lib/clock.ts";
import { createLog } from "../../lib/log.ts";
import { UsageError } from "../usage-error.ts";
import { startDataPlane } from "./data-plane.ts";
import { startManagementPlane } from "./management-plane.ts";
import type { FromPlane, FromSupervisor, PlaneName, RunningPlane } from "./plane-messages.ts";
import { startProxyProcess } from "./proxy-process.ts";

const starters = { "data-plane": startDataPlane, "management-plane": startManagementPlane, proxy: startProxyProcess } as const;

let running: Promise<RunningPlane> | undefined;
let stopping = false;

process.on("message", (message: FromSupervisor) => {
  if (message.type === "stop") void stop();
  else if (!running) void start(message.plane, message);
});
process.on("disconnect", () => void stop());
// A terminal's Ctrl-C reaches the whole group: the supervisor decides the order.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void stop());
// Whatever is written is for this user alone.
process.umask(0o077);
tell({ type: "waiting" });

async function start(plane: PlaneName, { configuration }: Extract<FromSupervisor, { type: "start" }>): Promise<void> {
  process.title = `xkswatch ${plane}`;
  const log = createLog({ level: configuration.logLevel }).child({ plane });
  try {
    running = starters[plane](configuration, systemClock, log);
    const { port } = await running;
    tell({ type: "ready", ...(port !== undefined && { port }) });
  } catch (error) {
    const refused = error instanceof UsageError;
    if (refused) tell({ type: "refused", message: error.message });
    else log.error({ err: error }, `the ${plane} did not start`);
    process.exit(refused ? 2 : 1);
  }
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Whatever hangs, the promise of five seconds holds.
  setTimeout(() => process.exit(1), 4500).unref();
  const plane = await running?.catch(() => undefined);
  await plane?.stop();
  process.exit(0);
}

function tell(message: FromPlane): void {
  // A supervisor that is gone has no use for it; losing it is what `disconnect` is for.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
