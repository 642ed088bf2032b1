/** The certificate that the proxy shows: one from elsewhere, where the configuration names files, else one by its own CA. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { Clock } from "../lib/clock.ts";
import { currentServerCertificate, type ServerCertificate } from "./certificates.ts";
import type { TlsConfiguration } from "./configuration/tls.ts";
import { readIfPresent } from "./private-files.ts";
import { ProxyStartError } from "./start-error.ts";

/** @throws ProxyStartError for unusable files */
export async function serverCertificate(dataDir: string, tls: TlsConfiguration, clock: Clock): Promise<ServerCertificate> {
  if (!tls.files) return await currentServerCertificate(dataDir, tls.names, clock);
  const { certificateFile, keyFile } = tls.files;
  const certificatePem = readIfPresent(certificateFile) ?? "";
  const keyPem = readIfPresent(keyFile) ?? "";
  try {
    const certificate = new X509Certificate(certificatePem);
    if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) throw new TypeError("key and certificate differ");
    return { certificatePem, keyPem, caPem: certificatePem, validTo: Date.parse(certificate.validTo) };
  } catch (error) {
    throw new ProxyStartError(
      `${certificateFile} and ${keyFile} are no PEM certificate and its private key: correct tls in the configuration`,
      error,
    );
  }
}
