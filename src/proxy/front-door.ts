/** Everything the proxy's port answers: load balancers' health checks, and the XKS Proxy API up to a limit of requests at a time. */
import type { ApiResponse, Door } from "../lib/door.ts";
import { errorAnswer } from "../xks/server/answers.ts";
import type { TlsListener } from "./tls-listener.ts";

/** The path of load balancers' health checks: GET, without a signature, says only whether the proxy serves. */
export const pingPath = "/ping";

export interface FrontDoorOptions {
  readonly xks: Door;
  /** Whether any key manager can serve. */
  readonly works: () => Promise<boolean>;
  readonly listener: () => Pick<TlsListener, "inFlight" | "draining">;
  /** Requests worked on at a time. */
  readonly limit: () => number;
}

export function frontDoor({ xks, works, listener, limit }: FrontDoorOptions): Door {
  const ping = pingDoor({ works, listener });
  return async (request) => {
    if (request.path === pingPath) return await ping(request);
    const most = limit();
    if (listener().inFlight > most) return errorAnswer("ThrottlingException", `The proxy works on ${most} requests already.`);
    return await xks(request);
  };
}

/** Answers load balancers' health checks. */
export function pingDoor({ works, listener }: Pick<FrontDoorOptions, "works" | "listener">): Door {
  return async ({ method, path }) => {
    if (path !== pingPath) return text(404, "Not Found\n");
    if (method !== "GET" && method !== "HEAD") return text(405, "Method Not Allowed\n", { allow: "GET, HEAD" });
    if (listener().draining) return text(503, "stopping\n");
    return (await works()) ? text(200, "ok\n") : text(503, "no key manager is available\n");
  };
}

function text(status: number, body: string, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { "content-type": "text/plain", "cache-control": "no-store", ...headers }, body };
}
