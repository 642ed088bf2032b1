/** A small listener beside the API, without TLS: `/metrics` for a monitoring system and `/ping` for load balancers, where mutual TLS keeps both from the API's port. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Door } from "../lib/door.ts";
import { listen } from "./listen.ts";
import { writeAnswer } from "./tls-listener.ts";

export interface Observation {
  readonly port: number;
  close(): Promise<void>;
}

export interface ObservationOptions {
  readonly host: string;
  readonly port: number;
  readonly ping: Door;
  readonly metrics: () => Promise<string>;
}

/** @throws ProxyStartError that names address and fix */
export async function startObservation({ host, port, ping, metrics }: ObservationOptions): Promise<Observation> {
  const server: Server = createServer((message, response) => {
    const { method = "", url: path = "", headers } = message;
    const answer = async () => {
      if (path !== "/metrics") return await ping({ method, path, headers, body: new Uint8Array(0), remoteAddress: "" });
      const contentType = "text/plain; version=0.0.4; charset=utf-8";
      return { status: 200, headers: { "content-type": contentType }, body: await metrics() };
    };
    message.resume();
    void answer().then((told) => writeAnswer(response, told));
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
