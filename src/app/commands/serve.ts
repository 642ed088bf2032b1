/** `xkswatch serve`: the monitor alone. */
import { createLog } from "../../lib/log.ts";
import { startServing, untilToldToStop } from "../serving.ts";
import { welcome } from "../welcome.ts";
import type { Command } from "./command.ts";

export const serve: Command = {
  words: ["serve"],
  summary: "runs the monitor: the KMS and CloudWatch APIs, the console, health checks and alarms",
  async run({ configuration, print }) {
    const log = createLog({ level: configuration.logLevel }).child({ plane: "supervisor" });
    const serving = await startServing(configuration, { withProxy: false, log });
    print(await welcome(serving));
    await untilToldToStop();
    await serving.stop();
  },
};
