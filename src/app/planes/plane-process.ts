/**
 * The entry of every process under the supervisor: loads the plane that its argument names and no other, waits for its
 * configuration, runs it, stops it cleanly when told or when the supervisor is gone.
 */
import { systemClock } from "../../lib/clock.ts";
import { createLog } from "../../lib/log.ts";
import { UsageError } from "../usage-error.ts";
import type { FromPlane, FromSupervisor, PlaneName, RunningPlane } from "./plane-messages.ts";

const loaders = {
  "data-plane": async () => (await import("./data-plane.ts")).startDataPlane,
  "management-plane": async () => (await import("./management-plane.ts")).startManagementPlane,
  proxy: async () => (await import("./proxy-process.ts")).startProxyProcess,
} as const;

const plane = process.argv[2] as PlaneName;
const loading = loaders[plane]();
let started = false;
let running: RunningPlane | undefined;
let stopping = false;

process.on("message", (message: FromSupervisor) => {
  if (message.type === "stop") void stop();
  else if (!started) void start(message);
});
process.on("disconnect", () => void stop());
// A terminal's Ctrl-C reaches the whole group: the supervisor decides the order.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void stop());
// Whatever is written is for this user alone.
process.umask(0o077);
process.title = `xkswatch ${plane}`;
tell({ type: "waiting" });

async function start({ configuration }: Extract<FromSupervisor, { type: "start" }>): Promise<void> {
  started = true;
  const log = createLog({ level: configuration.logLevel }).child({ plane });
  try {
    const startPlane = await loading;
    running = await startPlane(configuration, systemClock, log);
    const { port } = running;
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
  // What has not begun to serve has nothing to finish.
  await running?.stop();
  process.exit(0);
}

function tell(message: FromPlane): void {
  // A supervisor that is gone has no use for it; losing it is what `disconnect` is for.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
