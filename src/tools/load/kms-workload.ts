/** Requests to a KMS endpoint: the cryptographic operations, signed as any AWS client does. */
import type { Clock } from "../../lib/clock.ts";
import { sign, SigningKeys } from "../../lib/sigv4.ts";
import type { CryptoOperation } from "../../model/xks-operation.ts";
import type { HttpAnswer } from "../../xks/client/http-answer.ts";
import { type Choosing, type LoadRequest, membersOf, shortText, type Workload } from "./workload.ts";

export interface KmsWorkloadOptions {
  readonly choosing: Choosing<CryptoOperation>;
  readonly hostHeader: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  readonly region: string;
  readonly clock: Pick<Clock, "randomBytes">;
}

interface Material {
  /** Base64. */
  readonly plaintext: string;
  ciphertext?: string;
}

const context = { purpose: "load" };

/** The member that a good answer is about. */
const memberOf: Readonly<Record<CryptoOperation, string>> = {
  Encrypt: '"CiphertextBlob"',
  Decrypt: '"Plaintext"',
  ReEncrypt: '"CiphertextBlob"',
  GenerateDataKey: '"Plaintext"',
  GenerateDataKeyWithoutPlaintext: '"CiphertextBlob"',
};

export function kmsWorkload({ choosing, clock, hostHeader, sessionToken, ...credentials }: KmsWorkloadOptions): Workload {
  const keys = new SigningKeys();
  const materials = new Map<string, Material>();
  const material = (key: string, size: number): Material => {
    const name = `${key} ${size}`;
    let one = materials.get(name);
    if (!one) materials.set(name, (one = { plaintext: Buffer.from(clock.randomBytes(size)).toString("base64") }));
    return one;
  };
  const inputOf = (operation: CryptoOperation, KeyId: string, size: number): object => {
    const { plaintext, ciphertext } = material(KeyId, size);
    switch (operation) {
      case "Encrypt":
        return { KeyId, Plaintext: plaintext, EncryptionContext: context };
      case "Decrypt":
        return { KeyId, CiphertextBlob: ciphertext, EncryptionContext: context };
      case "ReEncrypt":
        return { CiphertextBlob: ciphertext, SourceEncryptionContext: context, DestinationKeyId: KeyId };
      default:
        // The most bytes that a data key may have are 1,024.
        return { KeyId, NumberOfBytes: Math.min(1024, size), EncryptionContext: context };
    }
  };
  const write = (operation: CryptoOperation, body: string, now: number): string => {
    const headers = {
      host: hostHeader,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
      ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
    };
    const signature = sign({ method: "POST", path: "/", headers, body: Buffer.from(body), service: "kms", ...credentials, now, keys });
    const lines = Object.entries({ ...headers, ...signature, "content-length": String(body.length) });
    return `POST / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
  };
  const made = new Map<string, LoadRequest>();
  const requestOf = (operation: CryptoOperation, key: string, size: number): LoadRequest => {
    const name = `${operation} ${key} ${size}`;
    const known = made.get(name);
    if (known) return known;
    const body = JSON.stringify(inputOf(operation, key, size));
    const proof = operation === "Decrypt" ? `"${material(key, size).plaintext}"` : memberOf[operation];
    // Within a second the same request has the same signature.
    let second = -1;
    let text = "";
    const request: LoadRequest = {
      operation,
      write(now) {
        if (Math.floor(now / 1000) !== second) {
          second = Math.floor(now / 1000);
          text = write(operation, body, now);
        }
        return text;
      },
      failureOf: (answer) => failureOf(answer, proof),
    };
    made.set(name, request);
    return request;
  };
  return {
    async prepare(call) {
      if (!choosing.operations.some((one) => one === "Decrypt" || one === "ReEncrypt")) return;
      for (const key of choosing.keys) {
        for (const size of choosing.sizes) {
          const { CiphertextBlob } = membersOf((await call(requestOf("Encrypt", key, size))).body);
          material(key, size).ciphertext = String(CiphertextBlob);
        }
      }
    },
    request: (n) => requestOf(choosing.operation(n), choosing.key(n), choosing.size(n)),
  };
}

function failureOf({ status, body }: HttpAnswer, proof: string): string | undefined {
  if (status === 200) return body.includes(proof) ? undefined : "wrong answer";
  const members = membersOf(body);
  return shortText(members["__type"])?.replace(/^.*#/, "") ?? `HTTP ${status}`;
}
