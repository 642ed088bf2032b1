/** Requests to an XKS proxy, as AWS KMS makes them: all four operations, each with a request id of its own. */
import type { Clock } from "../../lib/clock.ts";
import type { KmsOperation, XksOperation } from "../../model/xks-operation.ts";
import type { CallMetadata, EncryptAnswer } from "../../xks/calls.ts";
import { readEncrypt } from "../../xks/client/answers.ts";
import { base64, decryptBody, encryptBody, metadataBody } from "../../xks/client/bodies.ts";
import type { HttpAnswer } from "../../xks/client/http-answer.ts";
import { RequestWriter } from "../../xks/client/signed-request.ts";
import { xksOperationTable } from "../../xks/operations.ts";
import { healthPath, keyOperationPath } from "../../xks/uri.ts";
import { type Choosing, type LoadRequest, membersOf, shortText, type Workload } from "./workload.ts";

export interface XksWorkloadOptions {
  readonly choosing: Choosing<XksOperation>;
  readonly hostHeader: string;
  readonly uriPath: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly accountId: string;
  /** The caller that the proxy is told. */
  readonly principalArn: string;
  readonly clock: Pick<Clock, "randomBytes">;
}

/** The KMS operation in whose name each is called. */
const inTheNameOf: Readonly<Record<XksOperation, KmsOperation>> = {
  Encrypt: "Encrypt",
  Decrypt: "Decrypt",
  GetKeyMetadata: "CreateKey",
  GetHealthStatus: "KmsHealthCheck",
};

interface Material {
  readonly plaintext: Uint8Array;
  readonly additionalAuthenticatedData: Uint8Array;
  sealed?: EncryptAnswer;
}

export function xksWorkload(options: XksWorkloadOptions): Workload {
  const { choosing, clock, uriPath, region, accountId } = options;
  const writer = new RequestWriter(options, options.hostHeader);
  const hex = (bytes: number): string => Buffer.from(clock.randomBytes(bytes)).toString("hex");
  const idStart = `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-`;
  const arns = new Map(
    choosing.keys.map((key, index) => {
      const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
      return [key, `arn:aws:kms:${region}:${accountId}:key/${id}`];
    }),
  );
  const materials = new Map<string, Material>();
  const additionalAuthenticatedData = clock.randomBytes(32);
  const material = (key: string, size: number): Material => {
    const name = `${key} ${size}`;
    let one = materials.get(name);
    if (!one) materials.set(name, (one = { plaintext: clock.randomBytes(size), additionalAuthenticatedData }));
    return one;
  };
  let requests = 0;
  const metadataFor = (operation: XksOperation, key: string): CallMetadata => {
    const request = {
      kmsOperation: inTheNameOf[operation],
      kmsRequestId: idStart + (requests++).toString(16).padStart(12, "0"),
    };
    if (operation === "GetHealthStatus") return request;
    const caller = { ...request, awsPrincipalArn: options.principalArn };
    const kmsKeyArn = arns.get(key);
    return operation === "GetKeyMetadata" || kmsKeyArn === undefined ? caller : { ...caller, kmsKeyArn };
  };
  const bodyOf = (operation: XksOperation, key: string, size: number): string => {
    const metadata = metadataFor(operation, key);
    if (operation === "Encrypt") return encryptBody({ externalKeyId: key, ...material(key, size) }, metadata);
    const { sealed } = material(key, size);
    if (operation === "Decrypt" && sealed) return decryptBody({ externalKeyId: key, ...sealed, additionalAuthenticatedData }, metadata);
    return metadataBody(metadata);
  };
  const requestOf = (operation: XksOperation, key: string, size: number): LoadRequest => {
    const { onKey, pathSuffix } = xksOperationTable[operation];
    const path = onKey ? keyOperationPath(uriPath, key, pathSuffix) : healthPath(uriPath);
    const proof = proofOf(operation, material(key, size).plaintext);
    return {
      operation,
      write: (now) => writer.write(path, bodyOf(operation, key, size), now),
      failureOf: (answer) => failureOf(answer, proof),
    };
  };
  return {
    async prepare(call) {
      if (!choosing.operations.includes("Decrypt")) return;
      for (const key of choosing.keys) {
        for (const size of choosing.sizes) {
          const one = material(key, size);
          one.sealed = readEncrypt(await call(requestOf("Encrypt", key, size)), { externalKeyId: key, ...one });
        }
      }
    },
    request: (n) => requestOf(choosing.operation(n), choosing.key(n), choosing.size(n)),
  };
}

/** What a good answer has in it: of Decrypt the very plaintext, of the others the member that they are about. */
function proofOf(operation: XksOperation, plaintext: Uint8Array): string {
  switch (operation) {
    case "Encrypt":
      return '"ciphertextDataIntegrityValue"';
    case "Decrypt":
      return `"${base64(plaintext)}"`;
    case "GetKeyMetadata":
      return '"keyStatus"';
    default:
      return '"ekmFleetDetails"';
  }
}

function failureOf({ status, body }: HttpAnswer, proof: string): string | undefined {
  if (status === 200) return body.includes(proof) ? undefined : "wrong answer";
  return shortText(membersOf(body)["errorName"]) ?? `HTTP ${status}`;
}
