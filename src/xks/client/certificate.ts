/** The certificate of a TLS connection in the model's words. */
import type { PeerCertificate, TLSSocket } from "node:tls";
import type { Certificate } from "../../model/certificate.ts";

/** The peer's certificate; undefined where none was shown (no handshake, or a resumed session). */
export function certificateOf(socket: TLSSocket): Certificate | undefined {
  const peer = socket.getPeerCertificate(false);
  // Node hands out an empty object where there is no certificate; its types do not say so.
  return Object.keys(peer).length === 0 ? undefined : toCertificate(peer);
}

function toCertificate(peer: PeerCertificate): Certificate {
  const alternativeNames = namesIn(peer.subjectaltname ?? "");
  return {
    name: one(peer.subject?.CN) ?? alternativeNames[0] ?? peer.serialNumber,
    alternativeNames,
    issuer: one(peer.issuer?.CN) ?? one(peer.issuer?.O) ?? "",
    serialNumber: peer.serialNumber,
    fingerprint256: peer.fingerprint256,
    validFrom: Date.parse(peer.valid_from),
    validTo: Date.parse(peer.valid_to),
  };
}

/** A distinguished name may hold several of a kind; the types of Node promise one. */
function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** "DNS:a.example, DNS:*.b.example, IP Address:127.0.0.1" → the names. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (const part of text.split(", ")) {
    const name = /^(?:DNS|IP Address):"?([^"]+)"?$/.exec(part)?.[1];
    if (name !== undefined) names.push(name);
  }
  return names;
}
