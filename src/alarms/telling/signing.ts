/**
 * Signatures in the form of SNS: an RSA key of this installation with a certificate of its own, which receivers fetch under
 * SigningCertURL. Version 1 signs with SHA-1, version 2 with SHA-256, over the same text.
 */
import { createHash, sign, webcrypto } from "node:crypto";
import type { Clock } from "../../lib/clock.ts";
import { ExpectationFailed, type ResourceStore } from "../../store/resource-store.ts";

export interface Signer {
  /** PEM. */
  readonly certificate: string;
  /** Where the certificate is served, with a slash at the beginning. */
  readonly certificatePath: string;
  /** Base64. */
  sign(text: string, version: "1" | "2"): string;
}

const keyId = "sns";
const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
const validMs = 20 * 365 * 86_400_000;

/** Makes the key at the first use; every process of the installation signs with the same one. */
export async function openSigner(resources: ResourceStore, clock: Clock): Promise<Signer> {
  const { privateKey, certificate } = await readOrMake(resources, clock);
  const fingerprint = createHash("sha256").update(certificate).digest("hex").slice(0, 32);
  return {
    certificate,
    certificatePath: `/SimpleNotificationService-${fingerprint}.pem`,
    sign: (text, version) => sign(version === "1" ? "sha1" : "sha256", Buffer.from(text), privateKey).toString("base64"),
  };
}

async function readOrMake(resources: ResourceStore, clock: Clock): Promise<{ readonly privateKey: string; readonly certificate: string }> {
  const known = await resources.read("signing-key", keyId);
  if (known) return known.value;
  const made = await make(clock);
  try {
    await resources.write([{ kind: "signing-key", id: keyId, value: made, expect: "absent" }]);
    return made;
  } catch (error) {
    const other = error instanceof ExpectationFailed ? await resources.read("signing-key", keyId) : undefined;
    if (other) return other.value;
    throw error;
  }
}

async function make(clock: Clock): Promise<{ readonly privateKey: string; readonly certificate: string }> {
  // The X.509 library is loaded when a certificate is to be made, not before.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = clock.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=xkswatch notifications",
    keys,
    signingAlgorithm: algorithm,
    serialNumber: `01${Buffer.from(clock.randomBytes(8)).toString("hex")}`,
    notBefore: new Date(now - 86_400_000),
    notAfter: new Date(now + validMs),
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  return {
    privateKey: `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----\n`,
    certificate: `${certificate.toString("pem")}\n`,
  };
}
