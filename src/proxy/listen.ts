/** Opening a port, and what to tell where that fails. */
import type { Server } from "node:net";
import { errorCode, ProxyStartError } from "./start-error.ts";

/** @throws ProxyStartError that names address and fix */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(startError(error, host, port)));
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function startError(error: Error, host: string, port: number): ProxyStartError {
  const code = errorCode(error);
  if (code === "EADDRINUSE")
    return new ProxyStartError(`port ${port} on ${host} is in use: choose another proxy port, or stop what uses it`, error);
  if (code === "EACCES") return new ProxyStartError(`port ${port} may not be opened by this user: choose a port from 1024 on`, error);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new ProxyStartError(`${host} is no address of this machine: choose another proxy host, e.g. 127.0.0.1`, error);
  }
  return new ProxyStartError(`the proxy cannot listen on ${host}:${port} (${code ?? error.message}): choose another host or port`, error);
}
