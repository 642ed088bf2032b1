/** `/metrics`: everything in Prometheus' form. Open where only this machine can ask, elsewhere behind a bearer token. */
import { createHash, timingSafeEqual } from "node:crypto";
import { expositionContentType, type Family, writeFamilies } from "../../export/exposition.ts";
import { type ApiRequest, type ApiResponse, type Door, header } from "../../lib/door.ts";
import { type Configuration, isLoopback } from "../configuration.ts";

export interface MetricsDoorOptions {
  readonly configuration: Pick<Configuration, "host" | "metricsToken">;
  /** The families of this moment. */
  readonly collect: () => Promise<readonly Family[]>;
}

export function createMetricsDoor({ configuration, collect }: MetricsDoorOptions): Door {
  return async (request): Promise<ApiResponse> => {
    if (!mayRead(request, configuration)) {
      return {
        status: 401,
        headers: { "content-type": "text/plain; charset=utf-8", "www-authenticate": "Bearer" },
        body: "Beyond loopback /metrics asks for the bearer token of the option metrics-token.\n",
      };
    }
    const text = writeFamilies(await collect());
    return { status: 200, headers: { "content-type": expositionContentType, "cache-control": "no-store" }, body: text };
  };
}

function mayRead(request: ApiRequest, { host, metricsToken }: MetricsDoorOptions["configuration"]): boolean {
  if (metricsToken === undefined) return isLoopback(host);
  const given = /^Bearer (.+)$/i.exec(header(request.headers, "authorization") ?? "")?.[1] ?? "";
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(metricsToken));
}
