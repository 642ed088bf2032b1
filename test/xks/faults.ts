/** Everything that can go wrong between the KMS side and a proxy, each as something a fault server does, and what it must count as. */
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import type { AttemptEnd, XksExceptionName } from "../../src/model/xks-failures.ts";
import type { XksOperation } from "../../src/model/xks-operation.ts";
import { xksErrorNames, xksErrors } from "../../src/xks/errors.ts";
import type { Authority } from "./certificates.ts";
import { freePort } from "./client-house.ts";
import { FaultServer, answer, goodAnswer } from "./fault-server.ts";
import type { Behaviour } from "./fault-server.ts";

/** Where calls go. */
export type Place =
  | "good TLS"
  | "expired"
  | "another name"
  | "unknown authority"
  | "TLS 1.1"
  | "plain HTTP"
  | "silent"
  | "rude"
  | "nobody"
  | "no name";

export interface Fault {
  readonly what: string;
  readonly place: Place;
  readonly behave?: Behaviour;
  /** How every attempt ends. */
  readonly end: AttemptEnd;
  readonly exceptionName: XksExceptionName;
  /** Only answers to these can have it. */
  readonly only?: readonly XksOperation[];
}

const unreachable = "XksProxyUnreachableException";
const malformed = "ValidationException";

const broken = (what: string, place: Place, end: AttemptEnd): Fault => ({ what, place, end, exceptionName: unreachable });
const acts = (what: string, end: AttemptEnd, behave: Behaviour): Fault => ({
  what,
  place: "good TLS",
  end,
  behave,
  exceptionName: unreachable,
});
const answers = (what: string, behave: Behaviour, only?: readonly XksOperation[]): Fault => ({
  what,
  place: "good TLS",
  end: "answered",
  behave,
  exceptionName: malformed,
  ...(only ? { only } : undefined),
});
/** A good answer with some members replaced. */
const altered =
  (members: Readonly<Record<string, unknown>>): Behaviour =>
  (request) =>
    answer(200, { ...goodAnswer(request), ...members })(request);
const bytes = (count: number): string => Buffer.alloc(count).toString("base64");

/** Faults of the network and of TLS. */
const networkFaults: readonly Fault[] = [
  broken("connection refused", "nobody", "not-connected"),
  broken("name not found", "no name", "not-connected"),
  broken("certificate expired", "expired", "tls-failed"),
  broken("certificate of another name", "another name", "tls-failed"),
  broken("certificate of an unknown authority", "unknown authority", "tls-failed"),
  broken("no TLS version in common", "TLS 1.1", "tls-failed"),
  broken("plain HTTP instead of TLS", "plain HTTP", "tls-failed"),
  broken("TLS handshake hangs", "silent", "nothing-in-time"),
  broken("reset before the request", "rude", "reset-otherwise"),
  acts("reset after the request", "reset-otherwise", ({ socket }) => void socket.destroy()),
  acts(
    "reset in the middle of the body",
    "reset-otherwise",
    ({ socket }) => void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"),
  ),
  acts("hangs before the head", "nothing-in-time", () => undefined),
  acts(
    "hangs in the middle of the body",
    "body-incomplete-in-time",
    ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"),
  ),
  acts("slow drip", "body-incomplete-in-time", ({ socket }) => void socket.write("HTTP/1.1 2")),
];

/** Answers that are none. */
const answerFaults: readonly Fault[] = [
  answers("interim answer that switches protocols", ({ socket }) => void socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n")),
  answers("redirect", answer(302, "{}", "location: https://127.0.0.1/\r\n")),
  answers("HTML", answer(200, "<html></html>")),
  answers("HTML of a load balancer's error", answer(502, "<html></html>")),
  answers("empty body", answer(200, "")),
  answers("no JSON", answer(200, "{")),
  answers("missing fields", answer(200, {})),
  answers("larger than the limit", answer(200, `{"a":"${"x".repeat(100_000)}"}`)),
  answers("larger than the limit without saying so", ({ socket }) => void socket.write(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(100_000)}`)),
  answers("error without a name", answer(500, {})),
  answers("error of an unknown name", answer(500, { errorName: "SomethingException" })),
  answers("integrity value that does not match", altered({ ciphertextDataIntegrityValue: bytes(32) }), ["Encrypt"]),
  answers("tag of a wrong size", altered({ authenticationTag: bytes(12) }), ["Encrypt"]),
  answers("initialization vector of a wrong size", altered({ initializationVector: bytes(13) }), ["Encrypt"]),
  answers("metadata of a wrong size", altered({ ciphertextMetadata: bytes(21) }), ["Encrypt"]),
  answers("ciphertext of a wrong size", altered({ ciphertext: bytes(5) }), ["Encrypt"]),
  answers("plaintext of a wrong size", altered({ plaintext: bytes(5) }), ["Decrypt"]),
  answers("too many usages", altered({ keyUsage: Array.from({ length: 11 }, () => "ENCRYPT") }), ["GetKeyMetadata"]),
  answers("fleet of none", altered({ xksProxyFleetSize: 0 }), ["GetHealthStatus"]),
  answers("no key managers", altered({ ekmFleetDetails: [] }), ["GetHealthStatus"]),
];

/** The proxy's own errors, as the specification lists them. */
const proxyErrors: readonly Fault[] = xksErrorNames.map((name) => ({
  what: `answers ${name}`,
  place: "good TLS",
  end: "answered",
  behave: answer(xksErrors[name].status, { errorName: name, errorMessage: "for the administrator's eyes" }),
  exceptionName: name,
}));

export const faults: readonly Fault[] = [...proxyErrors, ...networkFaults, ...answerFaults];

/** Servers for every place. */
export class Places {
  readonly good: FaultServer;
  readonly #endpoints: Readonly<Record<Place, string>>;
  readonly #closing: (() => Promise<unknown>)[];
  /** Connections that "silent" has taken in. */
  readonly silent: { connections: number };

  private constructor(
    good: FaultServer,
    endpoints: Record<Place, string>,
    closing: (() => Promise<unknown>)[],
    silent: { connections: number },
  ) {
    this.good = good;
    this.#endpoints = endpoints;
    this.#closing = closing;
    this.silent = silent;
  }

  static async open(trusted: Authority, untrusted: Authority): Promise<Places> {
    const closing: (() => Promise<unknown>)[] = [];
    const tls = async (...[options]: ConstructorParameters<typeof FaultServer>): Promise<FaultServer> => {
      const server = await new FaultServer(options).listen();
      closing.push(() => server.close());
      return server;
    };
    const tcp = async (serve: (socket: Socket) => void): Promise<string> => {
      const sockets = new Set<Socket>();
      const server: Server = createServer((socket) => {
        sockets.add(socket.on("error", () => undefined));
        serve(socket);
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      closing.push(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
        return once(server, "close");
      });
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    const at = (server: FaultServer): string => `https://127.0.0.1:${server.port}`;
    const good = await tls(await trusted.leaf());
    const silent = { connections: 0 };
    const endpoints: Record<Place, string> = {
      "good TLS": at(good),
      expired: at(await tls(await trusted.leaf({ notAfter: new Date(Date.now() - 3_600_000) }))),
      "another name": at(await tls(await trusted.leaf({ names: [{ type: "dns", value: "other.test" }] }))),
      "unknown authority": at(await tls(await untrusted.leaf())),
      "TLS 1.1": at(await tls({ ...(await trusted.leaf()), minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" })),
      "plain HTTP": await tcp((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
      silent: await tcp(() => silent.connections++),
      rude: await tcp((socket) => void socket.once("data", () => socket.destroy())),
      nobody: `https://127.0.0.1:${await freePort()}`,
      "no name": "https://nobody.invalid",
    };
    return new Places(good, endpoints, closing, silent);
  }

  endpoint(place: Place): string {
    return this.#endpoints[place];
  }

  async close(): Promise<void> {
    for (const act of this.#closing) await act();
  }
}
