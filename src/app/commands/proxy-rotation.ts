/** `xkswatch proxy credentials …`: new credentials for a path prefix of the bundled proxy, in two halves and without a failed request. */
import { finishRotation, startRotation } from "../../proxy/administration.ts";
import { pathsIn, prepareDataDirectory } from "../data-directory.ts";
import type { Command } from "./command.ts";
import { orProxyUsageError } from "./proxy-refused.ts";

export const startProxyRotation: Command = {
  words: ["proxy", "credentials", "rotate"],
  positionals: ["NAME"],
  summary: "adds fresh credentials to a path prefix and prints its new proxy configuration file; both credentials are good until finish",
  async run({ configuration, positionals, print }) {
    await prepareDataDirectory(configuration.dataDirectory, { shared: true });
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    const file = await orProxyUsageError(() => startRotation(proxyDirectory, positionals[0] ?? "", configuration.proxy.configFile));
    print(`${JSON.stringify(file, null, 2)}\n`);
  },
};

export const finishProxyRotation: Command = {
  words: ["proxy", "credentials", "finish"],
  positionals: ["NAME"],
  summary: "ends a rotation, when the key store has the new credentials: the older ones are good no more",
  async run({ configuration, positionals, print }) {
    const name = positionals[0] ?? "";
    await prepareDataDirectory(configuration.dataDirectory, { shared: true });
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    await orProxyUsageError(() => finishRotation(proxyDirectory, name, configuration.proxy.configFile));
    print(`The older credentials of ${name} are good no more.\n`);
  },
};
