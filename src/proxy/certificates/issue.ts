/** Making certificates: a private CA and what it signs, EC P-256. The X.509 library is loaded when one is to be made, not before. */
import type { webcrypto } from "node:crypto";
import { isIP } from "node:net";

export interface KeyPairPem {
  readonly certificatePem: string;
  /** PKCS#8. */
  readonly keyPem: string;
}

export interface Validity {
  /** Epoch ms. */
  readonly from: number;
  /** Epoch ms. */
  readonly to: number;
}

/** What a certificate is for: the extended key usage. */
export type CertificatePurpose = "server" | "client";

const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A self-signed CA that may sign end certificates only. */
export async function issueAuthority(commonName: string, validity: Validity, serialNumber: string): Promise<KeyPairPem> {
  const x509 = await library();
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber,
    name: [{ CN: [commonName] }],
    notBefore: new Date(validity.from),
    notAfter: new Date(validity.to),
    signingAlgorithm: keyAlgorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString("pem")}\n`, keyPem: await toPem(keys.privateKey) };
}

export interface LeafRequest {
  readonly commonName: string;
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  readonly purpose: CertificatePurpose;
  readonly validity: Validity;
  /** Hexadecimal, positive. */
  readonly serialNumber: string;
}

/** A certificate signed by the CA, with a key of its own. @param authority absent: it signs itself */
export async function issueLeaf(authority: KeyPairPem | undefined, request: LeafRequest): Promise<KeyPairPem> {
  const x509 = await library();
  const issuer = authority && new x509.X509Certificate(authority.certificatePem);
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
  const signingKey = authority
    ? await crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(authority.keyPem), keyAlgorithm, false, ["sign"])
    : keys.privateKey;
  const subject = new x509.Name([{ CN: [request.commonName] }]).toString();
  const usage = request.purpose === "server" ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
  const names = request.names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value }));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: request.serialNumber,
    subject,
    issuer: issuer?.subject ?? subject,
    notBefore: new Date(request.validity.from),
    notAfter: new Date(request.validity.to),
    signingAlgorithm: keyAlgorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      ...(issuer ? [await x509.AuthorityKeyIdentifierExtension.create(issuer)] : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString("pem")}\n`, keyPem: await toPem(keys.privateKey) };
}

async function library() {
  // The library wants this polyfill before it.
  await import("reflect-metadata");
  return await import("@peculiar/x509");
}

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  const base64 = Buffer.from(await crypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END PRIVATE KEY-----\n`;
}
