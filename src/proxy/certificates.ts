/**
 * The proxy's TLS certificate: signed by a private CA of its own, both kept in the data folder, the server certificate renewed
 * long before it expires. `ca.pem` is what the KMS side has to trust.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { join } from "node:path";
import type { Clock } from "../lib/clock.ts";
import { issueAuthority, issueLeaf, type KeyPairPem, type Validity } from "./certificates/issue.ts";
import { makePrivateFolder, readIfPresent, writePrivateFile } from "./private-files.ts";
import { ProxyStartError } from "./start-error.ts";

const dayMs = 86_400_000;
const authorityDays = 3650;
export const serverDays = 90;
/** The server certificate is renewed when fewer days are left. */
export const renewalDays = 30;
/** A certificate is good from a little before it was made, for clocks that run behind. */
const backdateMs = 3_600_000;

/** Under these names the proxy is always reachable. */
export const loopbackNames: readonly string[] = ["localhost", "127.0.0.1", "::1"];

/** What a TLS server needs, and the CA that its clients must trust. */
export interface ServerCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly caPem: string;
  /** Epoch ms. */
  readonly validTo: number;
}

/** The path of the CA's certificate in a proxy's data folder. */
export const authorityPath = (dataDir: string): string => join(dataDir, "ca.pem");

/**
 * The server certificate in force: the one on disk, or a fresh one where there is none, where it soon expires, or where a name
 * is missing in it.
 *
 * @param names beside the loopback ones
 * @throws ProxyStartError for unusable files
 */
export async function currentServerCertificate(dataDir: string, names: readonly string[], clock: Clock): Promise<ServerCertificate> {
  makePrivateFolder(dataDir);
  const all = [...new Set([...names, ...loopbackNames])];
  const authority = await currentAuthority(dataDir, clock);
  const caPem = authority.certificatePem;
  const files = { certificate: join(dataDir, "server.pem"), key: join(dataDir, "server-key.pem") };
  const kept = readPair(files);
  if (kept && servesUntil(kept, authority, all, clock.now() + renewalDays * dayMs)) return { ...kept, caPem, validTo: endOf(kept) };
  const leaf = await issueLeaf(authority, {
    commonName: all[0] ?? "localhost",
    names: all,
    purpose: "server",
    validity: validity(clock, serverDays),
    serialNumber: serialNumber(clock),
  });
  // The key first: a start between the two writes finds a pair that does not belong together, and makes another.
  writePrivateFile(files.key, leaf.keyPem);
  writePrivateFile(files.certificate, leaf.certificatePem);
  return { ...leaf, caPem, validTo: endOf(leaf) };
}

/** The private CA: the one on disk, or a fresh one where there is none or it soon expires. */
export async function currentAuthority(dataDir: string, clock: Clock): Promise<KeyPairPem> {
  const files = { certificate: authorityPath(dataDir), key: join(dataDir, "ca-key.pem") };
  const kept = readPair(files);
  if (kept && endOf(kept) > clock.now() + serverDays * dayMs) return kept;
  const made = await issueAuthority("xkswatch XKS proxy CA", validity(clock, authorityDays), serialNumber(clock));
  writePrivateFile(files.key, made.keyPem);
  writePrivateFile(files.certificate, made.certificatePem);
  return made;
}

/** A certificate and its key from disk; undefined where one is missing or they do not belong together. */
function readPair(files: { readonly certificate: string; readonly key: string }): KeyPairPem | undefined {
  const certificatePem = readIfPresent(files.certificate);
  const keyPem = readIfPresent(files.key);
  if (certificatePem === undefined || keyPem === undefined) return undefined;
  try {
    const belongs = new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem));
    return belongs ? { certificatePem, keyPem } : undefined;
  } catch (error) {
    throw new ProxyStartError(
      `${files.certificate} or ${files.key} cannot be read as PEM: restore both, or remove both to have new ones made`,
      error,
    );
  }
}

function servesUntil(pair: KeyPairPem, authority: KeyPairPem, names: readonly string[], at: number): boolean {
  const certificate = new X509Certificate(pair.certificatePem);
  const issuer = new X509Certificate(authority.certificatePem);
  const covers = (name: string) => (isIP(name) ? certificate.checkIP(name) !== undefined : isListed(certificate, name));
  return endOf(pair) > at && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey) && names.every(covers);
}

/** Names are compared as text, since `checkHost` takes no wildcards. */
function isListed(certificate: X509Certificate, name: string): boolean {
  return (certificate.subjectAltName ?? "").split(", ").includes(`DNS:${name}`);
}

const endOf = (pair: KeyPairPem): number => Date.parse(new X509Certificate(pair.certificatePem).validTo);

function validity(clock: Clock, days: number): Validity {
  return { from: clock.now() - backdateMs, to: clock.now() + days * dayMs };
}

/** 128 random bits behind a first byte that keeps the number positive and of full length. */
export function serialNumber(clock: Clock): string {
  return `4a${Buffer.from(clock.randomBytes(16)).toString("hex")}`;
}
