/** A TLS handshake with the proxy under check, for what it shows of certificate, version, suite and time. */
import { connect as connectTcp } from "node:net";
import { connect as connectTls, type ConnectionOptions, type DetailedPeerCertificate } from "node:tls";
import type { Clock } from "../../lib/clock.ts";

export interface Handshake {
  /** Why it failed, as OpenSSL or the system says it. */
  readonly failure?: string;
  readonly authorized?: boolean;
  /** Why the certificate is not trusted. */
  readonly authorizationError?: string;
  readonly certificate?: DetailedPeerCertificate;
  /** E.g. "TLSv1.3". */
  readonly protocol?: string;
  /** OpenSSL's name of the suite. */
  readonly cipher?: string;
  readonly tcpMs?: number;
  readonly tlsMs?: number;
}

export interface TlsProbeOptions {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly tls?: ConnectionOptions;
}

/** Never rejects. */
export function shakeHands({ host, port, timeoutMs, clock, tls = {} }: TlsProbeOptions): Promise<Handshake> {
  const start = clock.monotonic();
  let tcpMs: number | undefined;
  return new Promise((resolve) => {
    const bare = host.replace(/^\[|\]$/g, "");
    const servername = /^[\d.]+$|:/.test(bare) ? "" : bare;
    const address = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 50, host: bare, port };
    const options: ConnectionOptions = { ...address, servername, rejectUnauthorized: false, ...tls };
    const socket = connectTls(options);
    const end = (handshake: Handshake): void => {
      timer.cancel();
      socket.destroy();
      resolve({ ...handshake, ...(tcpMs !== undefined && { tcpMs }) });
    };
    const timer = clock.after(timeoutMs, () => end({ failure: `no TLS handshake in ${timeoutMs} ms` }));
    socket.on("connect", () => (tcpMs = clock.monotonic() - start));
    socket.on("error", (error) => end({ failure: error.message }));
    socket.on("secureConnect", () => {
      const reason = socket.authorizationError as Error | string | undefined;
      end({
        authorized: socket.authorized,
        ...(reason && { authorizationError: reason instanceof Error ? reason.message : reason }),
        certificate: socket.getPeerCertificate(true),
        protocol: socket.getProtocol() ?? "",
        cipher: socket.getCipher().standardName,
        tlsMs: clock.monotonic() - start,
      });
    });
  });
}

/** Time of a TCP connection, ms; undefined where there is none. */
export function connectTime(host: string, port: number, timeoutMs: number, clock: Clock): Promise<number | undefined> {
  const start = clock.monotonic();
  return new Promise((resolve) => {
    const socket = connectTcp({ host: host.replace(/^\[|\]$/g, ""), port });
    const end = (ms: number | undefined): void => {
      timer.cancel();
      socket.destroy();
      resolve(ms);
    };
    const timer = clock.after(timeoutMs, () => end(undefined));
    socket.on("connect", () => end(clock.monotonic() - start));
    socket.on("error", () => end(undefined));
  });
}
