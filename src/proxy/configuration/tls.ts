/** The `tls` part of the configuration: names, a certificate from elsewhere, and what clients must present. */
import type { Section } from "./section.ts";

export interface TlsConfiguration {
  /** Names and addresses in the proxy's own certificate beside the loopback ones. */
  readonly names: readonly string[];
  /** Instead of a certificate by the proxy's own CA; the files are read anew when they change. */
  readonly files?: { readonly certificateFile: string; readonly keyFile: string };
  /** Mutual TLS: without a certificate of this CA and one of these subjects there is no connection. */
  readonly clients?: ClientAuthentication;
}

export interface ClientAuthentication {
  readonly caPem: string;
  /** Common names, e.g. "cks.kms.eu-west-1.amazonaws.com". */
  readonly subjects: readonly string[];
}

export function readTls(section: Section): TlsConfiguration {
  if (!section.present) return { names: [] };
  const { names, certificateFile, keyFile, clientAuthentication } = section.members(
    "names",
    "certificateFile",
    "keyFile",
    "clientAuthentication",
  );
  if (certificateFile.present !== keyFile.present) throw section.wrong("needs certificateFile and keyFile together");
  return {
    names: names.present ? readNames(names) : [],
    ...(certificateFile.present && { files: { certificateFile: existing(certificateFile), keyFile: existing(keyFile) } }),
    ...(clientAuthentication.present && { clients: readClients(clientAuthentication) }),
  };
}

function readNames(section: Section): string[] {
  return section.list(0, 50).map((name) => name.text("a DNS name or IP address", /^(?:\*\.)?[A-Za-z0-9.:-]{1,253}$/));
}

function existing(section: Section): string {
  section.textOfFile("a PEM file");
  return section.text();
}

function readClients(section: Section): ClientAuthentication {
  const { caFile, subjects } = section.members("caFile", "subjects");
  return { caPem: caFile.textOfFile("the client CA's certificate in PEM"), subjects: subjects.list(1, 100).map((one) => one.text()) };
}
