/** `xkswatch proxy`, `proxy config-file`, `proxy ca`: the bundled XKS proxy alone, and what a key store needs to know of it. */
import { readFileSync } from "node:fs";
import { systemClock } from "../../lib/clock.ts";
import { createLog } from "../../lib/log.ts";
import { proxyConfigurationFile } from "../../proxy/administration.ts";
import { pathsIn, prepareDataDirectory } from "../data-directory.ts";
import { startProxyProcess } from "../planes/proxy-process.ts";
import { untilToldToStop } from "../serving.ts";
import { UsageError } from "../usage-error.ts";
import { orProxyUsageError } from "./proxy-refused.ts";
import type { Command } from "./command.ts";

export const proxy: Command = {
  words: ["proxy"],
  summary: "runs the XKS proxy alone, with its software key manager and its own private CA",
  async run({ configuration, print }) {
    await prepareDataDirectory(configuration.dataDirectory, { shared: true });
    const log = createLog({ level: configuration.logLevel }).child({ plane: "proxy" });
    const running = await startProxyProcess(configuration, systemClock, log);
    print(`The XKS proxy serves at https://${configuration.proxy.host}:${running.port}\n`);
    await untilToldToStop();
    await running.stop();
  },
};

export const proxyConfigFile: Command = {
  words: ["proxy", "config-file"],
  summary: "prints a proxy configuration file as the AWS console takes it, for a path prefix of this proxy (made when it is new)",
  options: [{ flag: "store", argument: "NAME", sentence: "the path prefix's name, usually the key store's", fallback: "demo" }],
  async run({ configuration, options, print }) {
    await prepareDataDirectory(configuration.dataDirectory, { shared: true });
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    const file = await orProxyUsageError(async () =>
      proxyConfigurationFile(proxyDirectory, options["store"] as string, configuration.proxy.configFile),
    );
    print(`${JSON.stringify(file, null, 2)}\n`);
  },
};

export const proxyCa: Command = {
  words: ["proxy", "ca"],
  summary: "prints the CA certificate (PEM) that signed the proxy's TLS certificate",
  async run({ configuration, print }) {
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    try {
      print(readFileSync(`${proxyDirectory}/ca.pem`, "utf8"));
    } catch {
      throw new UsageError(
        `--data: there is no proxy in ${configuration.dataDirectory} yet; \`xkswatch up\` or \`xkswatch proxy\` makes it`,
      );
    }
  },
};
