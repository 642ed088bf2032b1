/** Checks of TLS, HTTP and time. */
import { rootCertificates } from "node:tls";
import { getHealthStatus } from "../../../xks/operations.ts";
import { type Check, fail, pass, warn } from "../check.ts";
import { expectSuccess, told } from "../expectations.ts";

/** OpenSSL's names of the suites of which a proxy must have one. */
const suites = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
].join(":");

/** AWS KMS's time for one answer. */
const answerMs = 250;

export const transportChecks: readonly Check[] = [
  {
    id: "T1",
    title: "speaks TLS",
    source: "API content type",
    level: "must",
    needs: "nothing",
    remedy: "let the proxy, or the load balancer in front of it, listen with TLS and a certificate",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    async run(subject) {
      const { failure, protocol, cipher } = await subject.shakeHands();
      if (failure === undefined) return pass(`${protocol}, ${cipher}`);
      const plain = /wrong version number|packet length too long|unsupported protocol/i.test(failure);
      return fail(plain ? `the listener speaks no TLS (AWS KMS says XKS_PROXY_INVALID_RESPONSE): ${failure}` : failure);
    },
  },
  {
    id: "T2",
    title: "offers TLS 1.2 or later with one of the four suites",
    source: "API content type",
    level: "must",
    needs: "connection",
    remedy: "enable TLS_AES_256_GCM_SHA384 or TLS_CHACHA20_POLY1305_SHA256 (TLS 1.3), or ECDHE with AES_256_GCM_SHA384 (TLS 1.2)",
    connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    async run(subject) {
      const { failure, protocol, cipher } = await subject.shakeHands({ minVersion: "TLSv1.2", ciphers: suites });
      return failure === undefined ? pass(`${protocol}, ${cipher}`) : fail(failure);
    },
  },
  {
    id: "T3",
    title: "refuses TLS 1.1 and earlier",
    source: "API content type (TLS 1.2 or later)",
    level: "should",
    needs: "connection",
    remedy: "set the least TLS version to 1.2",
    async run(subject) {
      const { failure, protocol } = await subject.shakeHands({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
      return failure === undefined ? fail(`${protocol} was taken`) : pass("refused");
    },
  },
  {
    id: "T4",
    title: "speaks HTTP/1.1",
    source: "API content type",
    level: "must",
    needs: "connection",
    remedy: "answer HTTP/1.1 requests, whatever other versions the proxy has",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    async run(subject) {
      const { failure } = await subject.shakeHands({ ALPNProtocols: ["http/1.1"] });
      if (failure !== undefined) return fail(`with ALPN http/1.1: ${failure}`);
      const exchange = await subject.health();
      return exchange.answer ? pass(told(exchange)) : fail(told(exchange));
    },
  },
  {
    id: "T5",
    title: "keeps connections",
    source: "GetKeyMetadata, KMS Considerations (round trips)",
    level: "should",
    needs: "authentication",
    remedy: "keep connections for longer than a few seconds: a TLS handshake for each request costs most of the 250 ms",
    async run(subject) {
      await subject.health();
      const { reused } = await subject.health();
      return reused ? pass("the second request went over the first one's connection") : fail("a new connection for each request");
    },
  },
  {
    id: "T6",
    title: "answers with content type application/json",
    source: "API content type",
    level: "must",
    needs: "authentication",
    remedy: "send content-type: application/json",
    async run(subject) {
      const type = (await subject.health()).answer?.headers["content-type"] ?? "none";
      return type.split(";")[0]?.trim().toLowerCase() === "application/json" ? pass(type) : fail(`content-type is ${type}`);
    },
  },
  {
    id: "T7",
    title: `answers within ${answerMs} ms on a kept-alive connection`,
    source: "GetHealthStatus, KMS Considerations",
    level: "must",
    needs: "authentication",
    remedy: "find where the time goes (key manager, network), or let a health check answer from a result not older than a minute",
    connectionErrorCode: "XKS_PROXY_TIMED_OUT",
    async run(subject) {
      await subject.health();
      const times: number[] = [];
      for (let count = 0; count < 5; count++) times.push((await subject.health()).durationMs);
      const slowest = Math.max(...times);
      const told = `slowest of five ${Math.round(slowest)} ms`;
      if (slowest > answerMs) return fail(told);
      return slowest > answerMs * 0.8 ? warn(told) : pass(told);
    },
  },
  {
    id: "T8",
    title: "takes a content type with a character set",
    source: "API content type",
    level: "should",
    needs: "authentication",
    remedy: "compare the media type alone",
    run: async (subject) =>
      expectSuccess(await subject.health({}, { headers: { "content-type": "application/json; charset=utf-8" } }), getHealthStatus.answer),
  },
  {
    id: "T9",
    title: "shows a certificate chain that leads to a trusted CA",
    source: "Authentication",
    level: "must",
    needs: "connection",
    remedy: "send the intermediate certificates with the server's own; for a private CA, give its certificate to the check",
    connectionErrorCode: "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    async run(subject) {
      const { caPem } = subject.options;
      const { authorized, authorizationError } = await subject.shakeHands({
        ca: [...rootCertificates, ...(caPem === undefined ? [] : [caPem])],
      });
      return authorized === true ? pass("trusted") : fail(authorizationError ?? "not trusted");
    },
  },
];
