/** `xkswatch demo`: `up`, plus steady traffic through the KMS API with scripted faults, so that every graph moves within a minute. */
import { firstAccessKeyName } from "../../model/access-key.ts";
import { systemClock } from "../../lib/clock.ts";
import { createLog } from "../../lib/log.ts";
import { setFaults } from "../../proxy/faults/fault-file.ts";
import type { Configuration } from "../configuration.ts";
import { KmsCaller } from "../demo/kms-caller.ts";
import { playScenes } from "../demo/play-scenes.ts";
import { busyQuotaPerSecond, callsPerSecond, demoNames, healthIntervalSeconds, type Scene, scenes } from "../demo/scenes.ts";
import { type CallKms, Traffic } from "../demo/traffic.ts";
import { ensureDemo } from "../demo-key-store.ts";
import { pathsIn } from "../data-directory.ts";
import { type Serving, startServing, untilToldToStop } from "../serving.ts";
import { welcome } from "../welcome.ts";
import type { Command, CommandInput } from "./command.ts";

export const demo: Command = {
  words: ["demo"],
  summary: "`up`, plus steady traffic through the KMS API with scripted faults: every graph moves within a minute",
  async run({ configuration, print }) {
    const log = createLog({ level: configuration.logLevel }).child({ plane: "supervisor" });
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    const serving = await startServing(demonstrating(configuration), { withProxy: true, log });
    try {
      setFaults(proxyDirectory, []);
      await ensureDemo(serving, demoNames.first);
      const busy = await ensureDemo(serving, demoNames.busy);
      const { administrator } = serving;
      await administrator.call("XkswatchConsole.PutKeyStoreQuota", { KeyStoreId: busy, QuotaPerSecond: busyQuotaPerSecond });
      print(await welcome(serving));
      const end = await play(serving, print);
      await untilToldToStop();
      end();
    } finally {
      setFaults(proxyDirectory, []);
      await serving.stop();
    }
  },
};

/** Faults can be injected, and health checks come often enough for the scenes. */
function demonstrating(configuration: Configuration): Configuration {
  return {
    ...configuration,
    healthIntervalSeconds: Math.min(configuration.healthIntervalSeconds, healthIntervalSeconds),
    proxy: { ...configuration.proxy, faults: true },
  };
}

/** Plays the scenes. @returns a function that ends them */
async function play({ administrator, address, configuration }: Serving, print: CommandInput["print"]): Promise<() => void> {
  const { proxyDirectory } = pathsIn(configuration.dataDirectory);
  const key = await administrator.call<{ AccessKeyId: string; SecretAccessKey: string }>("XkswatchConsole.GetAccessKeySecret", {
    Name: firstAccessKeyName,
  });
  const caller = new KmsCaller({
    address,
    region: configuration.region,
    accessKeyId: key.AccessKeyId,
    secretAccessKey: key.SecretAccessKey,
    ...(configuration.tls && { certificateFile: configuration.tls.certFile }),
    clock: systemClock,
  });
  const call: CallKms = (operation, input) => caller.call(operation, input);
  const first = new Traffic(call, `alias/${demoNames.first}`, systemClock);
  const busy = new Traffic(call, `alias/${demoNames.busy}`, systemClock);
  print(`\n${callsPerSecond} calls a second to alias/${demoNames.first}; the scenes repeat until SIGTERM or Ctrl-C:\n`);
  first.pace(callsPerSecond);
  const end = playScenes(scenes, systemClock, (scene: Scene) => {
    setFaults(proxyDirectory, scene.faults);
    busy.pace(scene.busyCallsPerSecond ?? 1);
    print(`  ${new Date(systemClock.now()).toISOString().slice(11, 19)}  ${scene.sentence}\n`);
  });
  return () => {
    end();
    first.pace(0);
    busy.pace(0);
    caller.close();
  };
}
