/** Where load goes: an address as it is given, and what a socket and a Host header need of it. */

export interface Endpoint {
  readonly tls: boolean;
  /** A name or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** As it is sent and signed. */
  readonly hostHeader: string;
}

/** @returns undefined for what is not `http(s)://host[:port]` */
export function parseEndpoint(text: string): Endpoint | undefined {
  if (!/^https?:\/\/[^/?#@\s]+\/?$/.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const tls = url.protocol === "https:";
  const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
  return { tls, host: url.hostname.replace(/^\[|\]$/g, ""), port, hostHeader: url.host };
}
