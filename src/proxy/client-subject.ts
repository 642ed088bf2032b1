/** Mutual TLS: whose certificate a client presented. That it is of the right CA was checked by TLS itself. */
import type { TLSSocket } from "node:tls";

export interface ClientSubjectOptions {
  /** The common names that clients may have now; absent without mutual TLS. */
  readonly clientSubjects?: () => readonly string[];
  /** Told of clients that were turned away before they could ask. */
  readonly refused?: (reason: string, remoteAddress: string) => void;
}

/**
 * Whether the client is one of those that may ask; else its connection ends before a byte of it is read. The
 * specification wants the handshake itself to end there. Node lets OpenSSL finish every handshake and tells the client's
 * certificate afterwards, so no alert can be sent; with TLS 1.3 a client could not tell either, since its handshake is done
 * before the server has seen its certificate.
 */
export function subjectFits(socket: TLSSocket, { clientSubjects, refused }: ClientSubjectOptions): boolean {
  if (!clientSubjects) return true;
  const subject = socket.getPeerCertificate()?.subject?.CN;
  if (typeof subject === "string" && clientSubjects().includes(subject)) return true;
  refused?.(`client certificate of ${subject === undefined ? "no subject" : String(subject)}`, socket.remoteAddress ?? "");
  socket.destroy();
  return false;
}
