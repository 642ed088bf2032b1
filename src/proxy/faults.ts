/** Faults on demand: with `--faults` the proxy misbehaves as its fault file says. Demonstrations, tests and game days use it. */
import type { Clock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import { type Route, routeOf } from "../xks/server/route.ts";
import { pathPrefixOf } from "../xks/uri.ts";
import type { KeyPairPem } from "./certificates/issue.ts";
import { faultyCertificate } from "./faults/certificates.ts";
import { type Fault, faultMark, faultsWrittenAt, readFaults } from "./faults/fault-file.ts";
import { type FaultKind, faultKinds } from "./faults/fault-kinds.ts";
import { Wire } from "./faults/wire.ts";
import type { ProxyLog } from "./log.ts";
import { type Respond, writeAnswer } from "./tls-listener.ts";

interface Armed {
  readonly fault: Fault;
  left: number;
  /** Epoch ms. */
  readonly until: number;
}

export interface FaultsOptions {
  readonly dataDir: string;
  /** Names of the proxy beside the loopback ones. */
  readonly names: () => readonly string[];
  readonly clock: Clock;
  readonly log: ProxyLog;
}

export class Faults {
  readonly #dataDir: string;
  readonly #names: () => readonly string[];
  readonly #clock: Clock;
  readonly #log: ProxyLog;
  #mark = "";
  #armed: readonly Armed[] = [];

  constructor({ dataDir, names, clock, log }: FaultsOptions) {
    this.#dataDir = dataDir;
    this.#names = names;
    this.#clock = clock;
    this.#log = log;
  }

  /** Stands in the listener's place where answers are written. */
  readonly respond: Respond = async (request, response, answer, connection) => {
    const faults = this.#faultsOf(request);
    // A client that keeps its connection would never see another certificate.
    if (this.#armed.some((armed) => faultKinds[armed.fault.kind].onConnections && this.#lives(armed))) {
      response.setHeader("connection", "close");
    }
    const wire = new Wire(response, connection(), this.#clock);
    for (const { kind, fault } of faults) {
      const instead = await kind.before?.(wire, fault);
      if (instead === "gone") return;
      if (instead) return writeAnswer(response, instead);
    }
    const altered = faults.reduce((unaltered, { kind, fault }) => alter(unaltered, kind, fault), await answer());
    const sending = faults.find(({ kind }) => kind.send !== undefined);
    await (sending?.kind.send?.(wire, altered, sending.fault) ?? writeAnswer(response, altered));
  };

  /** The certificate that a new connection is to be shown instead of the true one. */
  readonly certificate = async (): Promise<KeyPairPem | undefined> => {
    this.#look();
    const struck = this.#armed.find((armed) => armed.fault.certificate !== undefined && isOnConnections(armed) && this.#strikes(armed));
    if (struck?.fault.certificate === undefined) return undefined;
    try {
      return await faultyCertificate(struck.fault.certificate, this.#dataDir, this.#names(), this.#clock);
    } catch (error) {
      this.#log.error({ reason: String(error) }, "the certificate of a fault cannot be made");
      return undefined;
    }
  };

  /** The faults that hit this request, in the file's order. */
  #faultsOf(request: ApiRequest): { readonly kind: FaultKind; readonly fault: Fault }[] {
    this.#look();
    const route = this.#armed.length > 0 ? routeOf(request.path) : undefined;
    if (!route) return [];
    return this.#armed
      .filter((armed) => matches(armed.fault, route) && this.#strikes(armed))
      .map(({ fault }) => ({ fault, kind: faultKinds[fault.kind] }));
  }

  #strikes(armed: Armed): boolean {
    if (!this.#lives(armed)) return false;
    const { probability = 1 } = armed.fault;
    if (probability < 1 && this.#random() >= probability) return false;
    armed.left -= 1;
    return true;
  }

  #lives({ left, until }: Armed): boolean {
    return left > 0 && this.#clock.now() < until;
  }

  #random(): number {
    const [a = 0, b = 0, c = 0] = this.#clock.randomBytes(3);
    return ((a << 16) | (b << 8) | c) / 0x1000000;
  }

  #look(): void {
    const mark = faultMark(this.#dataDir);
    if (mark === this.#mark) return;
    this.#mark = mark;
    try {
      const writtenAt = faultsWrittenAt(this.#dataDir) ?? 0;
      this.#armed = readFaults(this.#dataDir).map((fault) => ({
        fault,
        left: fault.count ?? Infinity,
        until: fault.seconds === undefined ? Infinity : writtenAt + fault.seconds * 1000,
      }));
      this.#log.info({ faults: this.#armed.map(({ fault }) => fault) }, "faults taken");
    } catch (error) {
      this.#log.error(
        { reason: error instanceof Error ? error.message : "unknown" },
        "the fault file cannot be used: faults stay as they were",
      );
    }
  }
}

const isOnConnections = ({ fault }: Armed): boolean => faultKinds[fault.kind].onConnections === true;

function matches(fault: Fault, { uriPath, operation, externalKeyId }: Route): boolean {
  const { operations, onConnections } = faultKinds[fault.kind];
  return (
    onConnections === undefined &&
    (fault.prefix === undefined || fault.prefix === pathPrefixOf(uriPath)) &&
    (fault.operation === undefined || fault.operation === operation.name) &&
    (fault.externalKeyId === undefined || fault.externalKeyId === externalKeyId) &&
    (operations === undefined || operations.includes(operation.name))
  );
}

/** Failures pass as they are: a lie about a success needs a success. */
function alter(answer: ApiResponse, kind: FaultKind, fault: Fault): ApiResponse {
  if (answer.status !== 200) return answer;
  if (kind.replace) {
    const { contentType, body } = kind.replace();
    return { status: 200, headers: { "content-type": contentType }, body };
  }
  if (!kind.alter) return answer;
  const body = JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown>;
  kind.alter(body, fault);
  return { ...answer, body: JSON.stringify(body) };
}
