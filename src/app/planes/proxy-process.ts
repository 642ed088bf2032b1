/** The bundled XKS proxy as a process of its own under the supervisor. */
import type { Clock } from "../../lib/clock.ts";
import type { Log } from "../../lib/log.ts";
import { ProxyStartError, startProxy } from "../../proxy/proxy.ts";
import type { Configuration } from "../configuration.ts";
import { productVersion } from "../product-version.ts";
import { UsageError } from "../usage-error.ts";
import { pathsIn } from "../data-directory.ts";
import type { RunningPlane } from "./plane-messages.ts";

export async function startProxyProcess(configuration: Configuration, clock: Clock, log: Log): Promise<RunningPlane> {
  const { host, port, configFile, faults } = configuration.proxy;
  try {
    const proxy = await startProxy({
      dataDir: pathsIn(configuration.dataDirectory).proxyDirectory,
      host,
      port,
      ...(configFile !== undefined && { configFile }),
      faults,
      version: productVersion(),
      clock,
      log,
    });
    return { port: proxy.port, stop: () => proxy.close() };
  } catch (error) {
    if (error instanceof ProxyStartError) throw new UsageError(error.message);
    throw error;
  }
}
