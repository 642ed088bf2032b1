/** A proxy on a free port and a client of its own, for tests: each call on a connection of a kept-alive agent, signed. */
import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "../lib/clock.ts";
import { sign } from "../lib/sigv4.ts";
import { createKey, proxyConfigurationFile } from "./administration.ts";
import type { ProxyConfigurationFile } from "./credentials.ts";
import { type ProxyOptions, type RunningProxy, startProxy } from "./proxy.ts";

/** One log line. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly file?: ProxyConfigurationFile;
}

export const keyId = "key-1";
export const plaintext = Buffer.from("Hello World!").toString("base64");
export const metadata = {
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Alice",
  kmsKeyArn: "arn:k",
  kmsOperation: "Encrypt",
  kmsRequestId: "r-1",
};
export const encryptBody = {
  requestMetadata: metadata,
  plaintext,
  encryptionAlgorithm: "AES_GCM",
  ciphertextDataIntegrityValueAlgorithm: "SHA_256",
};
export const healthBody = { requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "h-1" } };

export class ProxyUnderTest {
  readonly folder: string;
  readonly file: ProxyConfigurationFile;
  readonly lines: LogLine[];
  readonly agent: Agent;
  readonly proxy: RunningProxy;

  private constructor(folder: string, lines: LogLine[], proxy: RunningProxy) {
    this.folder = folder;
    this.lines = lines;
    this.proxy = proxy;
    this.file = proxyConfigurationFile(folder, "demo");
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca: proxy.caPem });
    createKey(folder, keyId);
  }

  static async start(options: Partial<ProxyOptions> = {}, prepare: (folder: string) => void = () => undefined): Promise<ProxyUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), "xks-proxy-"));
    prepare(folder);
    const lines: LogLine[] = [];
    const level = (name: string) => (fields: object, message: string) => void lines.push({ level: name, message, fields: { ...fields } });
    const log = { debug: level("debug"), info: level("info"), warn: level("warn"), error: level("error") };
    const proxy = await startProxy({ dataDir: folder, host: "127.0.0.1", port: 0, version: "1.2.3", clock: systemClock, log, ...options });
    return new ProxyUnderTest(folder, lines, proxy);
  }

  /** Encrypt by default; rejects when the connection fails. */
  call({ method = "POST", path, body = encryptBody, file = this.file }: CallOptions = {}, clock: Clock = systemClock): Promise<Answer> {
    const bytes = Buffer.from(method === "POST" ? JSON.stringify(body) : "");
    const to = path ?? `${file.XksProxyUriPath}/keys/${keyId}/encrypt`;
    const { AccessKeyId: accessKeyId, RawSecretAccessKey: secretAccessKey } = file.XksProxyAuthenticationCredential;
    const given = { host: `localhost:${this.proxy.port}`, "content-type": "application/json" };
    const scope = { service: "kms-xks-proxy", region: "us-east-1", accessKeyId, secretAccessKey, now: clock.now() };
    const headers = { ...given, ...sign({ method, path: to, headers: given, body: bytes, ...scope }) };
    return new Promise((resolve, reject) => {
      const outgoing = request({
        host: "127.0.0.1",
        servername: "localhost",
        port: this.proxy.port,
        agent: this.agent,
        method,
        path: to,
        headers,
      });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks).toString() }),
        );
      });
      outgoing.end(bytes);
    });
  }

  health(file = this.file): Promise<Answer> {
    return this.call({ path: `${file.XksProxyUriPath}/health`, body: healthBody, file });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.proxy.close();
    rmSync(this.folder, { recursive: true });
  }
}
