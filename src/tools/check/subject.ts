/** The proxy under check, as checks see it: its address, ways to ask it, and everything that was asked as evidence. */
import type { Clock } from "../../lib/clock.ts";
import { toBase64 } from "../../xks/server/answers.ts";
import { healthPath, keyOperationPath } from "../../xks/uri.ts";
import { type Deviations, type Exchange, Exchanger } from "./exchange.ts";
import { type Handshake, shakeHands, type TlsProbeOptions } from "./tls-probe.ts";

export interface SubjectOptions {
  /** `https://host[:port]`. */
  readonly uriEndpoint: string;
  /** `[/prefix]/kms/xks/v1`. */
  readonly uriPath: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A second live credential, where rotation is to be checked. */
  readonly second?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** An external key that may encrypt and decrypt; nothing but encryptions of zeros and of text of ours is done with it. */
  readonly externalKeyId?: string;
  /** PEM, trusted beside the public CAs. */
  readonly caPem?: string;
  readonly region?: string;
  /** For one answer, ms; AWS KMS gives 250. */
  readonly timeoutMs?: number;
  readonly clock: Clock;
}

export interface RequestBody {
  readonly [member: string]: unknown;
}

export const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const awsPrincipalArn = "arn:aws:iam::123456789012:user/Alice";
const defaultTimeoutMs = 1500;

export class Subject {
  readonly options: SubjectOptions;
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  /** What this subject asked. */
  readonly evidence: Exchange[] = [];
  /** What all subjects of one report asked. */
  readonly exchanges: Exchange[];
  readonly #exchanger: Exchanger;
  readonly #timeoutMs: number;

  /** @param exchanges is added to */
  constructor(options: SubjectOptions, exchanges: Exchange[] = []) {
    this.exchanges = exchanges;
    const url = new URL(options.uriEndpoint);
    this.options = options;
    this.host = url.hostname;
    this.port = url.port === "" ? 443 : Number(url.port);
    this.clock = options.clock;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#exchanger = new Exchanger({
      host: this.host,
      port: this.port,
      accessKeyId: options.accessKeyId,
      secretAccessKey: options.secretAccessKey,
      region: options.region ?? "us-east-1",
      timeoutMs: this.#timeoutMs,
      clock: options.clock,
    });
  }

  get externalKeyId(): string {
    return this.options.externalKeyId ?? "";
  }

  /** requestMetadata of a request on a key. */
  metadata(kmsOperation: string, changes: RequestBody = {}): RequestBody {
    return { awsPrincipalArn, kmsKeyArn, kmsOperation, kmsRequestId: this.#requestId(), ...changes };
  }

  encrypt(changes: RequestBody = {}, deviations: Deviations = {}, externalKeyId = this.externalKeyId): Promise<Exchange> {
    const plaintext = toBase64(Buffer.from("Hello World!"));
    const body = { requestMetadata: this.metadata("Encrypt"), plaintext, encryptionAlgorithm: "AES_GCM", ...changes };
    return this.onKey("/encrypt", body, deviations, externalKeyId);
  }

  decrypt(changes: RequestBody, deviations: Deviations = {}): Promise<Exchange> {
    const body = { requestMetadata: this.metadata("Decrypt"), encryptionAlgorithm: "AES_GCM", ...changes };
    return this.onKey("/decrypt", body, deviations);
  }

  keyMetadata(changes: RequestBody = {}, deviations: Deviations = {}, externalKeyId = this.externalKeyId): Promise<Exchange> {
    const { kmsKeyArn: _none, ...requestMetadata } = this.metadata("CreateKey");
    return this.onKey("/metadata", { requestMetadata, ...changes }, deviations, externalKeyId);
  }

  health(changes: RequestBody = {}, deviations: Deviations = {}): Promise<Exchange> {
    const requestMetadata = { kmsOperation: "KmsHealthCheck", kmsRequestId: this.#requestId() };
    return this.send(healthPath(this.options.uriPath), { requestMetadata, ...changes }, deviations);
  }

  onKey(suffix: string, body: RequestBody, deviations: Deviations = {}, externalKeyId = this.externalKeyId): Promise<Exchange> {
    return this.send(keyOperationPath(this.options.uriPath, externalKeyId, suffix), body, deviations);
  }

  async send(path: string, body: RequestBody | string, deviations: Deviations = {}): Promise<Exchange> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const exchange = await this.#exchanger.send(path, text, deviations);
    this.evidence.push(exchange);
    this.exchanges.push(exchange);
    return exchange;
  }

  shakeHands(tls?: TlsProbeOptions["tls"]): Promise<Handshake> {
    return shakeHands({ host: this.host, port: this.port, timeoutMs: this.#timeoutMs, clock: this.clock, ...(tls && { tls }) });
  }

  close(): void {
    this.#exchanger.close();
  }

  #requestId(): string {
    const hex = Buffer.from(this.clock.randomBytes(16)).toString("hex");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
}
