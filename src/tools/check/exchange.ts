/** One request to the proxy under check and what came of it: made as AWS KMS makes it, kept as evidence with secrets masked. */
import { Agent, request as httpsRequest } from "node:https";
import type { IncomingHttpHeaders } from "node:http";
import type { TLSSocket } from "node:tls";
import type { Clock } from "../../lib/clock.ts";
import { sign } from "../../lib/sigv4.ts";
import { signingService } from "../../xks/operations.ts";

export interface ExchangeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

export interface Exchange {
  readonly request: ExchangeRequest;
  readonly answer?: ExchangeAnswer;
  /** Why there is no answer, e.g. "no complete answer in 1000 ms". */
  readonly failure?: string;
  readonly durationMs: number;
  /** Whether a kept-alive connection was used. */
  readonly reused: boolean;
}

/** What may differ from a request as AWS KMS would make it. */
export interface Deviations {
  readonly method?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly service?: string;
  readonly region?: string;
  /** Moves the signature's time. */
  readonly skewMs?: number;
  /** Signed too. */
  readonly signedHeaders?: Readonly<Record<string, string>>;
  /** Set after signing. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of the body that was signed. */
  readonly sentBody?: string;
  /** Asked for instead of the path that was signed. */
  readonly sentPath?: string;
  readonly unsigned?: boolean;
}

export interface ExchangerOptions {
  readonly host: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Answers larger than this are cut: a proxy that sends without end must not fill the memory. */
const maximumAnswerBytes = 1_048_576;

export class Exchanger {
  readonly #options: ExchangerOptions;
  readonly #agent: Agent;

  constructor(options: ExchangerOptions) {
    this.#options = options;
    // Trust is a check of its own; the others must be able to go on without it.
    this.#agent = new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false });
  }

  /** Never rejects. */
  send(path: string, body: string, deviations: Deviations = {}): Promise<Exchange> {
    const { clock, host, port, timeoutMs } = this.#options;
    const method = deviations.method ?? "POST";
    const bytes = Buffer.from(body);
    const headers = { ...this.#signed(method, path, bytes, deviations), ...deviations.headers };
    const sent = deviations.sentBody ?? body;
    const sentPath = deviations.sentPath ?? path;
    const start = clock.monotonic();
    return new Promise((resolve) => {
      let reused = false;
      const request = { method, path: sentPath, headers: masked(headers), body: sent };
      const end = (outcome: { answer: ExchangeAnswer } | { failure: string }): void => {
        timer.cancel();
        resolve({ request, ...outcome, durationMs: clock.monotonic() - start, reused });
      };
      const servername = /^[\d.]+$|:/.test(host) ? "" : host;
      const options = { host: host.replace(/^\[|\]$/g, ""), port, servername, method, path: sentPath, headers, agent: this.#agent };
      const outgoing = httpsRequest(options);
      const timer = clock.after(timeoutMs, () => {
        end({ failure: `no complete answer in ${timeoutMs} ms` });
        outgoing.destroy();
      });
      outgoing.on("socket", (socket) => {
        reused = outgoing.reusedSocket;
        (socket as TLSSocket).setNoDelay(true);
      });
      outgoing.on("error", (error) => end({ failure: error.message }));
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > maximumAnswerBytes) {
            end({ failure: `the answer has more than ${maximumAnswerBytes} bytes` });
            outgoing.destroy();
          } else chunks.push(chunk);
        });
        incoming.on("error", (error) => end({ failure: error.message }));
        incoming.on("end", () => {
          const all = Buffer.concat(chunks);
          end({ answer: { status: incoming.statusCode ?? 0, headers: incoming.headers, body: all.toString(), bytes: all } });
        });
      });
      outgoing.end(sent);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #signed(method: string, path: string, body: Uint8Array, deviations: Deviations): Record<string, string> {
    const { host, port, clock, region, accessKeyId, secretAccessKey } = this.#options;
    const given = { host: port === 443 ? host : `${host}:${port}`, ...deviations.signedHeaders };
    const unsigned = {
      "content-type": "application/json",
      "content-length": `${Buffer.byteLength(deviations.sentBody ?? Buffer.from(body).toString())}`,
    };
    if (deviations.unsigned) return { ...given, ...unsigned };
    const signature = sign({
      method,
      path,
      headers: given,
      body,
      service: deviations.service ?? signingService,
      region: deviations.region ?? region,
      accessKeyId: deviations.accessKeyId ?? accessKeyId,
      secretAccessKey: deviations.secretAccessKey ?? secretAccessKey,
      now: clock.now() + (deviations.skewMs ?? 0),
    });
    return { ...unsigned, ...given, ...signature };
  }
}

/** A signature is good for minutes: evidence shows who signed and what, not the signature. */
function masked(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { authorization, ...rest } = headers;
  return authorization === undefined ? rest : { ...rest, authorization: authorization.replace(/Signature=\w+/, "Signature=…") };
}
