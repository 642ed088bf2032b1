/** Prepared, signed requests: an Encrypt for the KMS endpoint and the same for an XKS proxy directly. A signature holds five minutes. */
import { Sha256 } from "./sha256.ts";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Product } from "../../test/support/product.ts";

export interface ProxyFile {
  readonly XksProxyUriPath: string;
  readonly XksProxyAuthenticationCredential: { readonly AccessKeyId: string; readonly RawSecretAccessKey: string };
}

/** `POST /` TrentService.Encrypt of 32 bytes under alias/demo. */
export async function kmsEncryptRequest(product: Product): Promise<Buffer> {
  const body = JSON.stringify({
    KeyId: "alias/demo",
    Plaintext: Buffer.alloc(32, 7).toString("base64"),
    EncryptionContext: { purpose: "bench" },
  });
  const { host } = new URL(product.address);
  return prepared("kms", product.region, product.credentials, host, "/", body, {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "TrentService.Encrypt",
  });
}

/** A POST of any AWS JSON operation. */
export async function jsonRequest(product: Product, service: string, target: string, version: string, input: unknown): Promise<Buffer> {
  const { host } = new URL(product.address);
  return prepared(service, product.region, product.credentials, host, "/", JSON.stringify(input), {
    "content-type": `application/x-amz-json-${version}`,
    "x-amz-target": target,
  });
}

/** A POST to a path of any AWS API, in whatever protocol its headers say. */
export async function signedPost(
  product: Product,
  service: string,
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<Buffer> {
  return prepared(service, product.region, product.credentials, new URL(product.address).host, path, body, headers);
}

/** The Encrypt that the KMS side sends for it, straight to the proxy. */
export async function proxyEncryptRequest(file: ProxyFile, region: string, port: number, externalKeyId: string): Promise<Buffer> {
  const body = JSON.stringify({
    requestMetadata: {
      awsPrincipalArn: "arn:aws:iam::123456789012:user/admin",
      kmsOperation: "Encrypt",
      kmsRequestId: "4112f4d6-db54-4af4-ae30-c55a22a8dfae",
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
    plaintext: Buffer.alloc(60, 7).toString("base64"),
    encryptionAlgorithm: "AES_GCM",
    additionalAuthenticatedData: Buffer.from("purpose=bench").toString("base64"),
    ciphertextDataIntegrityValueAlgorithm: "SHA_256",
  });
  const { AccessKeyId: accessKeyId, RawSecretAccessKey: secretAccessKey } = file.XksProxyAuthenticationCredential;
  const path = `${file.XksProxyUriPath}/keys/${externalKeyId}/encrypt`;
  return prepared("kms-xks-proxy", region, { accessKeyId, secretAccessKey }, `localhost:${port}`, path, body, {
    "content-type": "application/json",
  });
}

async function prepared(
  service: string,
  region: string,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
  host: string,
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
): Promise<Buffer> {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: "POST",
    protocol: "https:",
    hostname: host,
    path,
    query: {},
    headers: { host, ...headers },
    body,
  });
  const head = Object.entries({ ...signed.headers, "content-length": String(Buffer.byteLength(body)) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head.join("")}\r\n`), Buffer.from(body)]);
}
