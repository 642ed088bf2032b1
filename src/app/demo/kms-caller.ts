/** The demonstration's client of the KMS API: signed calls over kept-alive connections, as any AWS client makes them. */
import { readFileSync } from "node:fs";
import { Agent as PlainAgent, type AgentOptions, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { Clock } from "../../lib/clock.ts";
import { sign, SigningKeys } from "../../lib/sigv4.ts";

export interface KmsCallerOptions {
  /** Without a slash at the end. */
  readonly address: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The certificate that the service shows, where it serves HTTPS: it and no other is trusted, under any name. */
  readonly certificateFile?: string;
  readonly clock: Pick<Clock, "now">;
}

/** A call that is not answered in this time is given up. */
const patienceMs = 3000;
const agentOptions: AgentOptions = { keepAlive: true, maxSockets: 16 };

export class KmsCaller {
  readonly #options: KmsCallerOptions;
  readonly #keys = new SigningKeys();
  readonly #url: URL;
  readonly #agent: PlainAgent;
  readonly #tls: boolean;

  constructor(options: KmsCallerOptions) {
    this.#options = options;
    this.#url = new URL(options.address);
    this.#tls = this.#url.protocol === "https:";
    const ca = options.certificateFile === undefined ? undefined : readFileSync(options.certificateFile);
    this.#agent = this.#tls
      ? new TlsAgent({ ...agentOptions, ...(ca && { ca }), checkServerIdentity: () => undefined })
      : new PlainAgent(agentOptions);
  }

  /** Calls an operation. @returns the answer, or undefined for an error of whatever kind: failures are what is shown */
  async call<Output>(operation: string, input: unknown): Promise<Output | undefined> {
    const body = Buffer.from(JSON.stringify(input));
    const { region, accessKeyId, secretAccessKey, clock } = this.#options;
    const headers = {
      host: this.#url.host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
    };
    const signed = { method: "POST", path: "/", headers, body, service: "kms", region, accessKeyId, secretAccessKey };
    const signature = sign({ ...signed, now: clock.now(), keys: this.#keys });
    const { status, text } = await this.#post({ ...headers, ...signature }, body).catch(() => ({ status: 0, text: "" }));
    return status === 200 ? (JSON.parse(text) as Output) : undefined;
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(headers: Readonly<Record<string, string>>, body: Buffer): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const options = { agent: this.#agent, host: hostname.replace(/^\[|\]$/g, ""), port, method: "POST", path: "/", timeout: patienceMs };
      const call = (this.#tls ? tlsRequest : plainRequest)(
        { ...options, headers: { ...headers, "content-length": body.length } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
        },
      );
      call.on("timeout", () => call.destroy(new Error("no answer")));
      call.on("error", reject);
      call.end(body);
    });
  }
}
