/** What is worked out once for each target and then used by every call to it. */
import type { XksTarget } from "../calls.ts";
import { healthPath } from "../uri.ts";
import type { Destination } from "./connect.ts";
import { RequestWriter } from "./signed-request.ts";

export interface PreparedTarget {
  readonly keyStoreId: string;
  readonly destination: Destination;
  /** Two targets with the same text are reached over the same connections. */
  readonly address: string;
  readonly uriPath: string;
  readonly healthPath: string;
  readonly writer: RequestWriter;
}

export function prepareTarget(target: XksTarget, region: string): PreparedTarget {
  const url = new URL(target.uriEndpoint);
  const serverName = url.hostname.replace(/^\[|\]$/g, "");
  const { host, port } = target.connectTo ?? { host: serverName, port: url.port === "" ? 443 : Number(url.port) };
  const { accessKeyId, secretAccessKey } = target;
  return {
    keyStoreId: target.keyStoreId,
    destination: { host, port, serverName },
    address: `${host} ${port} ${serverName}`,
    uriPath: target.uriPath,
    healthPath: healthPath(target.uriPath),
    writer: new RequestWriter({ region, accessKeyId, secretAccessKey }, url.host),
  };
}
