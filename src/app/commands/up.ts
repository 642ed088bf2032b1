/** `xkswatch up`: the monitor and the bundled XKS proxy, with one key store `demo` and one KMS key `alias/demo` in it. */
import { createLog } from "../../lib/log.ts";
import { ensureDemo } from "../demo-key-store.ts";
import { startServing, untilToldToStop } from "../serving.ts";
import { welcome } from "../welcome.ts";
import type { Command } from "./command.ts";

export const up: Command = {
  words: ["up"],
  summary: "runs the monitor and the bundled XKS proxy, with an external key store `demo` and a KMS key `alias/demo`",
  async run({ configuration, print }) {
    const log = createLog({ level: configuration.logLevel }).child({ plane: "supervisor" });
    const serving = await startServing(configuration, { withProxy: true, log });
    try {
      await ensureDemo(serving);
      print(await welcome(serving));
    } catch (error) {
      await serving.stop();
      throw error;
    }
    await untilToldToStop();
    await serving.stop();
  },
};
