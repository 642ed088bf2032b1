/** A TLS server certificate as a full handshake showed it. */
export interface Certificate {
  /** Subject common name, wildcards included; the first alternative name where there is none. The CertificateName dimension. */
  readonly name: string;
  /** DNS and IP subject alternative names. */
  readonly alternativeNames: readonly string[];
  readonly issuer: string;
  readonly serialNumber: string;
  /** SHA-256 of the DER form, upper-case hexadecimal with colons. */
  readonly fingerprint256: string;
  /** Epoch ms. */
  readonly validFrom: number;
  /** Epoch ms. */
  readonly validTo: number;
  /** Who stands above it, from its issuer up to the root where that is known; absent in what was kept by earlier versions. */
  readonly authorities?: readonly Authority[];
}

/** A certificate authority as a chain names it. */
export interface Authority {
  readonly name: string;
  /** As in Certificate. */
  readonly fingerprint256: string;
}

/** Days until a certificate expires at `now` (epoch ms), rounded down; 0 and below once it has expired. */
export function daysToExpire(certificate: Certificate, now: number): number {
  return Math.floor((certificate.validTo - now) / 86_400_000);
}
