/** The proxy's server of node:https, not listening yet: which TLS it speaks, and how patient it is. */
import { createServer, type Server, type ServerOptions } from "node:https";

/** Longer than the 4 s for which the KMS side keeps an idle connection, so that it is never us who close under a request. */
export const keepAliveMs = 65_000;
/** A request must have arrived in this time. */
export const requestMs = 15_000;
/** The suites of the specification (API content type), and their 128-bit and RSA-less relatives for other clients. */
const cipherSuites = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** What holds for every certificate. */
export const everyTls: ServerOptions = { minVersion: "TLSv1.2", ciphers: cipherSuites, honorCipherOrder: true };

export function newServer(tls: ServerOptions): Server {
  const server = createServer({ ...everyTls, ...tls });
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = requestMs;
  server.requestTimeout = requestMs;
  return server;
}
