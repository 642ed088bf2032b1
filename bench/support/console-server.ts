/**
 * The product with another console in front of it: files of a build, GetMetricData answered with a week that is made up, all
 * else handed on. So the same page can be measured with two ways of drawing, over the same data.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

interface Query {
  readonly Id: string;
  readonly ReturnData?: boolean;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** How many lines each of the five graphs has: thirty together. */
const linesOf: Readonly<Record<string, number>> = { total: 1, reliability: 1, latency: 22, top: 5, days: 1 };

export interface ConsoleServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** @param directory the build; @param product where the product serves */
export async function serveConsole(directory: string, product: string): Promise<ConsoleServer> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { pathname } = new URL(incoming.url ?? "/", "http://localhost");
    if (incoming.method === "GET" && pathname !== "/session") {
      const name = extname(pathname) === "" ? "index.html" : pathname;
      const bytes = await readFile(join(directory, name)).catch(() => undefined);
      const cached = name === "index.html" ? "no-cache" : "public, max-age=31536000, immutable";
      outgoing.writeHead(bytes ? 200 : 404, {
        "content-type": types[extname(name)] ?? "application/octet-stream",
        "cache-control": cached,
      });
      outgoing.end(bytes);
      return;
    }
    const body = await bytesOf(incoming);
    if (String(incoming.headers["x-amz-target"]).endsWith(".GetMetricData")) {
      outgoing.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
      outgoing.end(madeUp(JSON.parse(body.toString("utf8")) as Parameters<typeof madeUp>[0]));
      return;
    }
    const { hostname, port } = new URL(product);
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answered) => {
      outgoing.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function madeUp({
  StartTime,
  EndTime,
  MetricDataQueries,
}: {
  StartTime: number;
  EndTime: number;
  MetricDataQueries: (Query & { Period?: number })[];
}): string {
  const period = MetricDataQueries[0]?.Period ?? 300;
  const count = Math.ceil((EndTime - StartTime) / period);
  const timestamps = Array.from({ length: count }, (_, index) => StartTime + index * period);
  const results = MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).flatMap(({ Id }) =>
    Array.from({ length: linesOf[Id.replace(/^w\d+_/, "")] ?? 1 }, (_, line) => ({
      Id,
      Label: `line ${line + 1} of ${Id}`,
      StatusCode: "Complete",
      Timestamps: timestamps,
      Values: timestamps.map((second) => Math.round((50 + 3 * line + 20 * Math.sin(second / (9000 + 700 * line))) * 100) / 100),
    })),
  );
  return JSON.stringify({ MetricDataResults: results, Messages: [] });
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
