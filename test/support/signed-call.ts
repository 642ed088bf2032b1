/** Calls below the SDKs: any body, any header, signed by AWS's own signer or not at all. */
import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Product } from "./product.ts";

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: Product["credentials"];
  readonly service?: string;
  readonly region?: string;
  readonly at?: Date;
  /** Changes the signed headers before they go out. */
  readonly spoil?: (headers: Record<string, string>) => void;
  /** Unsigned: no Authorization at all. */
  readonly unsigned?: boolean;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; `{}` where it is none. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** One AWS-JSON call, e.g. `signedCall(product, "TrentService.ListKeys", {})`; a string or bytes go out as they are. */
export async function signedCall(
  product: Pick<Product, "address" | "credentials" | "region">,
  target: string,
  body: unknown,
  options: CallOptions = {},
): Promise<CallAnswer> {
  const bytes = typeof body === "string" || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  const { host, hostname, port } = new URL(product.address);
  const plain = { host, "content-type": "application/x-amz-json-1.1", "x-amz-target": target, ...options.headers };
  const signer = new SignatureV4({
    credentials: options.credentials ?? product.credentials,
    region: options.region ?? product.region,
    service: options.service ?? "kms",
    sha256: Sha256,
  });
  const { headers } = options.unsigned
    ? { headers: { ...plain } }
    : await signer.sign(
        { method: "POST", protocol: "http:", hostname, path: "/", headers: plain, body: bytes },
        options.at ? { signingDate: options.at } : {},
      );
  options.spoil?.(headers);
  return post({ hostname, port }, headers, bytes);
}

async function post(to: { hostname: string; port: string }, headers: Record<string, string>, body: Buffer): Promise<CallAnswer> {
  return new Promise((resolve, reject) => {
    const call = request({ ...to, method: "POST", path: "/", headers: { ...headers, "content-length": body.length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, document: documentOf(text) });
      });
    });
    call.on("error", reject);
    call.end(body);
  });
}

function documentOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

/** What the signer wants for a hash. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === "string" ? secret : secret && bytesOf(secret);
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === "string" ? data : bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
