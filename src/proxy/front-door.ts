/** Everything the proxy's port answers: load balancers' health checks, and the XKS Proxy API up to a limit of requests at a time. */
import type { ApiResponse, Door } from "../lib/door.ts";
import { errorAnswer } from "../xks/server/answers.ts";
import type { HealthCheck } from "./health-check.ts";
import type { TlsListener } from "./tls-listener.ts";

/** The path of load balancers' health checks: GET, without a signature, says only whether the proxy serves. */
export const pingPath = "/ping";

export interface FrontDoorOptions {
  readonly xks: Door;
  readonly health: HealthCheck;
  readonly listener: () => Pick<TlsListener, "inFlight" | "draining">;
  /** Requests worked on at a time. */
  readonly limit: () => number;
}

export function frontDoor({ xks, health, listener, limit }: FrontDoorOptions): Door {
  return async (request) => {
    if (request.path === pingPath) return await ping(request.method, health, listener().draining);
    const most = limit();
    if (listener().inFlight > most) return errorAnswer("ThrottlingException", `The proxy works on ${most} requests already.`);
    return await xks(request);
  };
}

async function ping(method: string, health: HealthCheck, draining: boolean): Promise<ApiResponse> {
  if (method !== "GET" && method !== "HEAD") return text(405, "Method Not Allowed\n", { allow: "GET, HEAD" });
  if (draining) return text(503, "stopping\n");
  return (await health.works()) ? text(200, "ok\n") : text(503, "no key manager is available\n");
}

function text(status: number, body: string, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { "content-type": "text/plain", "cache-control": "no-store", ...headers }, body };
}
