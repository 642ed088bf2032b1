/**
 * How an attempt at a proxy went wrong before there was an answer, in words of the time-out table. Not an Error: hundreds a
 * second must cost nothing, and nobody reads the stack of a refused connection.
 */
import type { Certificate } from "../../model/certificate.ts";
import type { AttemptEnd } from "../../model/xks-failures.ts";

export class AttemptFailure {
  readonly end: AttemptEnd;
  /** In our words, with the system's code. */
  readonly detail: string;
  /** The certificate that was seen, also one that was refused. */
  readonly certificate: Certificate | undefined;

  constructor(end: AttemptEnd, detail: string, certificate?: Certificate) {
    this.end = end;
    this.detail = detail;
    this.certificate = certificate;
  }
}

/** What system errors mean; others are named by their code. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection closed",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  EADDRNOTAVAIL: "address not available",
  ETIMEDOUT: "connection timed out by the system",
  ENOTFOUND: "name not found",
  EAI_AGAIN: "name server does not answer",
  EMFILE: "too many open files here",
  CERT_HAS_EXPIRED: "the certificate has expired",
  CERT_NOT_YET_VALID: "the certificate is not yet valid",
  CERT_REVOKED: "the certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate names another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed and not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate comes from a certificate authority that is not trusted",
  UNABLE_TO_GET_ISSUER_CERT: "the certificate comes from a certificate authority that is not trusted, or its chain is incomplete",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate comes from a certificate authority that is not trusted, or its chain is incomplete",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate comes from a certificate authority that is not trusted, or its chain is incomplete",
  ERR_SSL_WRONG_VERSION_NUMBER: "what answers does not speak TLS",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "no TLS version in common (1.2 or later is needed)",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "no TLS version in common (1.2 or later is needed)",
};

/** An error's code: of an AggregateError (several addresses tried) the first one's. */
export function codeOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (error instanceof AggregateError && error.errors.length > 0 && !("code" in error && error.code)) return codeOf(error.errors[0]);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : error instanceof Error ? error.message : "unknown error";
}

/** A code with its meaning, e.g. "connection refused (ECONNREFUSED)". */
export function describe(code: string): string {
  const meaning = meanings[code];
  return meaning ? `${meaning} (${code})` : code;
}

/** Whether a code speaks of TLS rather than of the connection under it. */
export function isTlsCode(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_");
}
