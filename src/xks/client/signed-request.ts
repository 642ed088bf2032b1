/**
 * A whole HTTP request to a proxy as one ASCII text: head, SigV4 signature and body, put together by hand because there are
 * four fixed shapes of it and one is made for every cryptographic call. Everything that does not change from call to call is
 * a string made once.
 */
import { createHmac, createSecretKey, hash } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { amzDate } from "../../lib/sigv4/amz-date.ts";
import { algorithm } from "../../lib/sigv4/canonical-request.ts";
import { SigningKeys } from "../../lib/sigv4/signing-keys.ts";
import { signingService } from "../operations.ts";

const signedHeaders = "content-type;host;x-amz-date";

export interface SigningIdentity {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Writes signed POST requests to one host with one credential. */
export class RequestWriter {
  readonly #identity: SigningIdentity;
  readonly #host: string;
  /** `host` as it is signed and sent. */
  readonly #canonicalTail: string;
  #second = -1;
  #amzDate = "";
  #day = "";
  #scope = "";
  #signingKey: KeyObject | undefined;
  #authorizationStart = "";

  constructor(identity: SigningIdentity, host: string) {
    this.#identity = identity;
    this.#host = host;
    this.#canonicalTail = `\n\ncontent-type:application/json\nhost:${host}\nx-amz-date:`;
  }

  /**
   * @param path of unreserved characters and slashes only, as the specification's paths are
   * @param body ASCII
   * @param now epoch ms
   * @param close whether to ask the peer to close the connection after it
   */
  write(path: string, body: string, now: number, close = false): string {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#setTime(second);
    const canonicalRequest = `POST\n${path}${this.#canonicalTail}${this.#amzDate}\n\n${signedHeaders}\n${hash("sha256", body)}`;
    const toSign = `${algorithm}\n${this.#amzDate}\n${this.#scope}\n${hash("sha256", canonicalRequest)}`;
    const signature = createHmac("sha256", this.#signingKey as KeyObject)
      .update(toSign)
      .digest("hex");
    const connection = close ? "connection: close\r\n" : "";
    return `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n${connection}x-amz-date: ${this.#amzDate}\r\n${this.#authorizationStart}${signature}\r\n\r\n${body}`;
  }

  #setTime(second: number): void {
    this.#second = second;
    this.#amzDate = amzDate(second * 1000);
    const day = this.#amzDate.slice(0, 8);
    if (day === this.#day) return;
    this.#day = day;
    const { region, accessKeyId, secretAccessKey } = this.#identity;
    this.#scope = `${day}/${region}/${signingService}/aws4_request`;
    this.#authorizationStart = `authorization: ${algorithm} Credential=${accessKeyId}/${this.#scope}, SignedHeaders=${signedHeaders}, Signature=`;
    this.#signingKey = createSecretKey(new SigningKeys(1).key(secretAccessKey, day, region, signingService));
  }
}
