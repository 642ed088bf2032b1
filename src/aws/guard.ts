/**
 * Which browsers' requests get in at all, whatever their credentials: Host must be a name of this service (a page elsewhere
 * may point its own name here), and no page of another origin may call an API. SDKs and command lines send no Origin.
 */
import { header, type ApiRequest, type ApiResponse } from "../lib/door.ts";

export interface GuardOptions {
  /** Names and addresses beside loopback's, with or without a port; without one any port will do. */
  readonly allowedHosts: readonly string[];
}

/** The answer to a request that must not go on, undefined for one that may. */
export type Guard = (request: Pick<ApiRequest, "method" | "headers">) => ApiResponse | undefined;

const loopback: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

export function createGuard({ allowedHosts }: GuardOptions): Guard {
  const allowed: ReadonlySet<string> = new Set([...loopback, ...allowedHosts.map((host) => bracketed(host.toLowerCase()))]);
  const isAllowed = (host: string): boolean => allowed.has(host) || allowed.has(withoutPort(host));

  return ({ method, headers }) => {
    const host = header(headers, "host")?.toLowerCase();
    if (host === undefined || !isAllowed(host)) {
      return refusal("The Host header does not name this service. Add the name under which it is called to the allowed hosts.");
    }
    const origin = header(headers, "origin")?.toLowerCase();
    if (origin !== undefined && originHost(origin) !== host) {
      return refusal("Pages of another origin may not call this service.");
    }
    const site = header(headers, "sec-fetch-site");
    // A followed link only shows the console; whatever acts is not reached by it (see protocols/query).
    const followedLink = (method === "GET" || method === "HEAD") && header(headers, "sec-fetch-mode") === "navigate";
    if ((site === "cross-site" || site === "same-site") && !followedLink)
      return refusal("Pages of another origin may not call this service.");
    return undefined;
  };
}

/** An IPv6 address as Host headers write it. */
const bracketed = (host: string): string => (/^[\da-f]*:[\da-f:.]*$/.test(host) && host.split(":").length > 2 ? `[${host}]` : host);

const withoutPort = (host: string): string => host.replace(/:\d+$/, "");

/** Host and port of an origin; undefined for `null` and anything that is no origin. */
const originHost = (origin: string): string | undefined => /^https?:\/\/([^/]+)$/.exec(origin)?.[1];

/** In AWS JSON's form, so that whoever asked can show the sentence. */
const refusal = (message: string): ApiResponse => ({
  status: 403,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify({ __type: "AccessDeniedException", message }),
});
