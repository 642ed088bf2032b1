/** Certificates for tests over real TLS: one authority, and leaves with the faults a proxy's certificate can have. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;

export interface Leaf {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface LeafOptions {
  readonly commonName?: string;
  readonly names?: readonly { readonly type: "dns" | "ip"; readonly value: string }[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  leaf(options?: LeafOptions): Promise<Leaf>;
}

export async function createAuthority(name = "test authority"): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 365 * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  return { certificate: certificate.toString("pem"), leaf: (options) => createLeaf(certificate, keys.privateKey, options) };
}

async function createLeaf(issuer: x509.X509Certificate, signingKey: webcrypto.CryptoKey, options: LeafOptions = {}): Promise<Leaf> {
  const {
    commonName = "proxy.test",
    names = [
      { type: "ip", value: "127.0.0.1" },
      { type: "dns", value: "proxy.test" },
    ],
  } = options;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${commonName}`,
    issuer: issuer.subject,
    notBefore: options.notBefore ?? new Date(Date.now() - dayMs),
    notAfter: options.notAfter ?? new Date(Date.now() + 30 * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [new x509.SubjectAlternativeNameExtension([...names])],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return { cert: certificate.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
}
