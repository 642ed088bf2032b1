/** The certificate of a TLS connection in the model's words. */
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { Authority, Certificate } from "../../model/certificate.ts";

/** The peer's certificate; undefined where none was shown (no handshake, or a resumed session). */
export function certificateOf(socket: TLSSocket): Certificate | undefined {
  const peer = socket.getPeerCertificate(true);
  // Node hands out an empty object where there is no certificate; its types do not say so.
  return Object.keys(peer).length === 0 ? undefined : toCertificate(peer);
}

function toCertificate(peer: DetailedPeerCertificate): Certificate {
  const alternativeNames = namesIn(peer.subjectaltname ?? "");
  return {
    name: one(peer.subject?.CN) ?? alternativeNames[0] ?? peer.serialNumber,
    alternativeNames,
    issuer: one(peer.issuer?.CN) ?? one(peer.issuer?.O) ?? "",
    serialNumber: peer.serialNumber,
    fingerprint256: peer.fingerprint256,
    validFrom: Date.parse(peer.valid_from),
    validTo: Date.parse(peer.valid_to),
    authorities: authoritiesOf(peer),
  };
}

/** A chain longer than this is not followed to its end. */
const longestChain = 10;

/** The chain as the peer showed it, with the root where it is known here. A root is its own issuer. */
function authoritiesOf(peer: DetailedPeerCertificate): Authority[] {
  const authorities: Authority[] = [];
  let below = peer;
  for (let steps = 0; steps < longestChain; steps++) {
    const issuer = below.issuerCertificate as DetailedPeerCertificate | undefined;
    if (!issuer?.fingerprint256 || issuer.fingerprint256 === below.fingerprint256) break;
    authorities.push({
      name: one(issuer.subject?.CN) ?? one(issuer.subject?.O) ?? issuer.serialNumber,
      fingerprint256: issuer.fingerprint256,
    });
    below = issuer;
  }
  return authorities;
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
