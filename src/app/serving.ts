/** What `serve`, `up` and `demo` share: a supervisor with its planes, up and ready, and the way to stop it. */
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../lib/log.ts";
import { addressOf, type Configuration } from "./configuration.ts";
import { pathsIn, prepareDataDirectory } from "./data-directory.ts";
import { type LocalAdministrator, overSocket } from "./local-administrator.ts";
import { Supervisor } from "./supervisor.ts";

export interface Serving {
  readonly configuration: Configuration;
  /** The console's and the APIs' address, without a slash at the end. */
  readonly address: string;
  /** Port of the bundled proxy, where it runs. */
  readonly proxyPort?: number;
  /** Operations as the local administrator. */
  readonly administrator: LocalAdministrator;
  stop(): Promise<void>;
}

/** Starts the planes and resolves when all serve. @throws UsageError */
export async function startServing(asked: Configuration, { withProxy, log }: { withProxy: boolean; log: Log }): Promise<Serving> {
  await prepareDataDirectory(asked.dataDirectory);
  // Chosen once, so that every plane knows it and a restarted one takes the same.
  const given = asked.port === 0 ? { ...asked, port: await freePort(asked.host) } : asked;
  const paths = pathsIn(given.dataDirectory);
  const supervisor = new Supervisor(log);
  try {
    const configuration = withProxy ? { ...given, trustedCaFiles: [...given.trustedCaFiles, `${paths.proxyDirectory}/ca.pem`] } : given;
    // Side by side; a data plane waits for its directory by itself. It reads the proxy's certificate authority as it starts.
    const proxyStarts = withProxy ? supervisor.start("proxy", given) : Promise.resolve(undefined);
    const [proxyPort] = await Promise.all([
      proxyStarts,
      supervisor.start("management-plane", configuration),
      proxyStarts.then(() =>
        Promise.all(Array.from({ length: configuration.dataPlanes }, () => supervisor.start("data-plane", configuration))),
      ),
    ]);
    return {
      configuration,
      address: addressOf(configuration),
      ...(proxyPort !== undefined && { proxyPort }),
      administrator: overSocket(paths.adminSocket),
      stop: () => supervisor.stop(),
    };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

/** Resolves at SIGTERM or SIGINT. */
export async function untilToldToStop(): Promise<void> {
  const told = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => told.abort());
  // A referenced timer keeps the process here whatever its children do.
  while (!told.signal.aborted) await pause(2 ** 30, undefined, { signal: told.signal }).catch(() => {});
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
