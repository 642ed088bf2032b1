/** Checks of what AWS KMS itself would refuse, whatever the proxy answers. */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { checkServerIdentity, type DetailedPeerCertificate } from "node:tls";
import { awsTrustedAuthorities } from "../../../model/aws-trusted-authorities.ts";
import { isAccessKeyId, isSecretAccessKey, isUriPath, keyOperationPath, maximumUriLength, uriPathRule } from "../../../xks/uri.ts";
import { type Check, fail, pass, skip, warn } from "../check.ts";
import { connectTime } from "../tls-probe.ts";

const guide = "KMS Developer Guide, external key stores";
const roundTripMs = 35;
const setUpMs = 250;
const dayMs = 86_400_000;

export const awsAcceptanceChecks: readonly Check[] = [
  {
    id: "W1",
    title: "listens on port 443",
    source: guide,
    level: "aws",
    needs: "nothing",
    remedy: "let the proxy, or the load balancer in front of it, listen on port 443: AWS KMS asks no other",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    run: async ({ port }) => (port === 443 ? pass("443") : fail(`port ${port}`)),
  },
  {
    id: "W2",
    title: "is addressed by a fully qualified domain name",
    source: "API operations",
    level: "aws",
    needs: "nothing",
    remedy: "give the proxy a DNS name",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    async run({ host }) {
      if (isIP(host.replace(/^\[|\]$/g, ""))) return fail(`${host} is an IP address`);
      return host.includes(".") ? pass(host) : fail(`${host} is not fully qualified`);
    },
  },
  {
    id: "W3",
    title: "has an IPv4 address",
    source: guide,
    level: "aws",
    needs: "nothing",
    remedy: "publish an A record: AWS KMS connects over IPv4 only",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    async run({ host }) {
      try {
        const { address } = await lookup(host.replace(/^\[|\]$/g, ""), { family: 4 });
        return isIP(address) === 4 ? pass(address) : fail(`${address} is an IPv6 address`);
      } catch (error) {
        return fail(`no IPv4 address of ${host}: ${error instanceof Error ? error.message : "unknown error"}`);
      }
    },
  },
  {
    id: "W4",
    title: "path and URIs are within their lengths",
    source: "API operations",
    level: "must",
    needs: "nothing",
    remedy: "shorten path prefix, host name or external key id",
    connectionErrorCode: "XKS_PROXY_INVALID_CONFIGURATION",
    async run({ options, externalKeyId }) {
      const { uriEndpoint, uriPath } = options;
      if (!isUriPath(uriPath)) return fail(`the path must be ${uriPathRule.form}`);
      const { length } = `${uriEndpoint}${keyOperationPath(uriPath, externalKeyId || "k", "/metadata")}`;
      return length <= maximumUriLength ? pass(`${length} characters`) : fail(`${length} characters, more than ${maximumUriLength}`);
    },
  },
  {
    id: "W5",
    title: "the credential has the form that CreateCustomKeyStore takes",
    source: "XKS proxy configuration in AWS KMS console",
    level: "aws",
    needs: "nothing",
    remedy: "make an access key id of 20 to 30 of A–Z and 2–7 and a secret of 43 to 64 of A–Z, a–z, 0–9, /, + and =",
    connectionErrorCode: "INVALID_CREDENTIALS",
    async run({ options }) {
      if (!isAccessKeyId(options.accessKeyId)) return fail("the access key id has another form");
      return isSecretAccessKey(options.secretAccessKey)
        ? pass(`a secret of ${options.secretAccessKey.length} characters`)
        : fail("the secret access key has another form");
    },
  },
  {
    id: "W6",
    title: "the certificate is for the host's name",
    source: "Authentication",
    level: "aws",
    needs: "connection",
    remedy: "get a certificate whose alternative names hold the host's name (a wildcard for its left-most label will do)",
    connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    async run(subject) {
      const { certificate } = await subject.shakeHands();
      if (!certificate) return fail("no certificate");
      const wrong = checkServerIdentity(subject.host.replace(/^\[|\]$/g, ""), certificate);
      return wrong ? fail(wrong.message) : pass(certificate.subjectaltname ?? "");
    },
  },
  {
    id: "W7",
    title: "the certificate has not expired and has ten days left",
    source: guide,
    level: "aws",
    needs: "connection",
    remedy: "renew the certificate",
    connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    async run(subject) {
      const { certificate } = await subject.shakeHands();
      if (!certificate) return fail("no certificate");
      const days = Math.floor((Date.parse(certificate.valid_to) - subject.clock.now()) / dayMs);
      if (days < 0) return fail(`expired ${-days} days ago`);
      return days < 10 ? warn(`${days} days left`) : pass(`${days} days left`);
    },
  },
  {
    id: "W8",
    title: "the certificate is issued under a public CA that AWS KMS trusts",
    source: "Authentication; TrustedCertificateAuthorities",
    level: "aws",
    needs: "connection",
    remedy: "get a certificate from one of the CAs that the specification lists, and let the server send all intermediate certificates",
    connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    async run(subject) {
      const { authorized, authorizationError, certificate } = await subject.shakeHands();
      if (!certificate) return fail("no certificate");
      const root = rootOf(certificate);
      const name = awsTrustedAuthorities.get(root.fingerprint256);
      if (name !== undefined && authorized === true) return pass(name);
      const own = subject.options.caPem === undefined ? "" : " (a private CA is good for xkswatch, not for AWS KMS)";
      return fail(`${authorizationError ?? `the root ${String(root.subject?.CN ?? "")} is not in AWS's list`}${own}`);
    },
  },
  {
    id: "W9",
    title: `a round trip takes at most ${roundTripMs} ms`,
    source: "GetKeyMetadata, KMS Considerations",
    level: "aws",
    needs: "connection",
    remedy: "bring the proxy closer to the Region of its KMS keys (this was measured from here, not from AWS)",
    connectionErrorCode: "XKS_PROXY_TIMED_OUT",
    async run({ host, port, clock }) {
      const times: number[] = [];
      for (let count = 0; count < 5; count++) times.push((await connectTime(host, port, 1000, clock)) ?? Infinity);
      const least = Math.min(...times);
      const told = `${Math.round(least * 10) / 10} ms, least of five TCP connections`;
      return least <= roundTripMs ? pass(told) : fail(told);
    },
  },
  {
    id: "W10",
    title: `a new connection stands in time for an answer within ${setUpMs} ms`,
    source: "GetHealthStatus, KMS Considerations",
    level: "aws",
    needs: "connection",
    remedy: "look at name resolution, distance and the processor time of handshakes",
    connectionErrorCode: "XKS_PROXY_TIMED_OUT",
    async run(subject) {
      const { tlsMs, failure } = await subject.shakeHands();
      if (tlsMs === undefined) return fail(failure ?? "no handshake");
      const told = `TLS stood after ${Math.round(tlsMs)} ms`;
      if (tlsMs > setUpMs) return fail(told);
      return tlsMs > setUpMs / 2 ? warn(told) : pass(told);
    },
  },
  {
    id: "W11",
    title: "nothing in front of the proxy answers or adds for it",
    source: guide,
    level: "aws",
    needs: "authentication",
    remedy: "let the reverse proxy pass requests through unchanged, Host header included",
    async run(subject) {
      const { answer } = await subject.health();
      const via = ["via", "x-cache", "cf-ray", "x-amz-cf-id"].filter((name) => answer?.headers[name] !== undefined);
      if (!answer) return skip("no answer");
      return via.length === 0 ? pass("no trace of a reverse proxy") : warn(`the answer carries ${via.join(", ")}`);
    },
  },
];

/** The last certificate of the chain that is known: a root points to itself. */
function rootOf(certificate: DetailedPeerCertificate): DetailedPeerCertificate {
  let at = certificate;
  for (let depth = 0; depth < 20; depth++) {
    const next = at.issuerCertificate as DetailedPeerCertificate | undefined;
    if (!next || next.fingerprint256 === at.fingerprint256) return at;
    at = next;
  }
  return at;
}
