/** How long requests take from the first byte that is sent to the last that is received, with a client that only counts bytes. */
import { Agent, request as httpRequest } from "node:http";

export interface Asked {
  readonly ms: number;
  readonly bodies: readonly Buffer[];
}

export interface PlainRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** A prepared request (head and body in bytes) as one of these. */
export function plainRequest(prepared: Buffer): PlainRequest {
  const end = prepared.indexOf("\r\n\r\n");
  const [first = "", ...lines] = prepared.toString("latin1", 0, end).split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  return { method: "POST", path: first.split(" ")[1] ?? "/", headers, body: prepared.subarray(end + 4) };
}

/** Asks a server again and again over connections that stay open. */
export class LastByteClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #address: URL;

  constructor(address: string) {
    this.#address = new URL(address);
  }

  /** Sends all requests at once; throws where one is not answered with 200. */
  async ask(requests: readonly PlainRequest[]): Promise<Asked> {
    const began = performance.now();
    const bodies = await Promise.all(requests.map((one) => this.#one(one)));
    return { ms: performance.now() - began, bodies };
  }

  close(): void {
    this.#agent.destroy();
  }

  #one({ method, path, headers, body }: PlainRequest): Promise<Buffer> {
    const { hostname, port } = this.#address;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({ agent: this.#agent, hostname, port, method, path, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
          const whole = Buffer.concat(chunks);
          if (incoming.statusCode === 200) resolve(whole);
          else reject(new Error(`answered ${incoming.statusCode}: ${whole.toString("utf8", 0, 500)}`));
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
