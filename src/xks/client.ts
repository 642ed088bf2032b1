/**
 * The XKS client: every call of any proxy is made here (step 3 of the walk of one Encrypt). It builds, signs and sends
 * within the time allotted, retries as the time-out table says, checks the answer, and hands out exactly one Interaction per
 * call, success or not, before the caller learns of it. It does not know who listens.
 *
 * HTTP is spoken directly over TLS sockets rather than through an HTTP client library: one request at a time goes out in one
 * write, every phase is stamped where it happens, and what is read is bounded and strict.
 */
import type { Clock } from "../lib/clock.ts";
import type { Interaction, InteractionFailure } from "../model/interaction.ts";
import type { XksOperation } from "../model/xks-operation.ts";
import { defaultAttemptTimeMs } from "../model/xks-failures.ts";
import { XksError } from "./calls.ts";
import type {
  CallMetadata,
  DecryptCall,
  EncryptAnswer,
  EncryptCall,
  HealthAnswer,
  KeyMetadataAnswer,
  XksClient,
  XksTarget,
} from "./calls.ts";
import { AddressCache, systemLookup } from "./client/addresses.ts";
import type { Lookup } from "./client/addresses.ts";
import { MalformedAnswer, readDecrypt, readEncrypt, readHealth, readKeyMetadata } from "./client/answers.ts";
import { Attempts } from "./client/attempts.ts";
import type { CallEnd, ConnectionSource } from "./client/attempts.ts";
import { decryptBody, encryptBody, metadataBody } from "./client/bodies.ts";
import { createConnector } from "./client/connect.ts";
import type { Connector } from "./client/connect.ts";
import { Connections } from "./client/connections.ts";
import { defaultLimits } from "./client/limits.ts";
import type { ClientLimits } from "./client/limits.ts";
import type { HttpAnswer } from "./client/http-answer.ts";
import { outcomeOf } from "./client/outcome.ts";
import { OwnConnection } from "./client/own-connection.ts";
import { prepareTarget } from "./client/target.ts";
import type { PreparedTarget } from "./client/target.ts";
import { keyOperationPath } from "./uri.ts";

export interface XksClientOptions {
  readonly clock: Clock;
  /** In the scope of every signature. */
  readonly region: string;
  /** Called once per call of a proxy, at its end; must not throw. */
  readonly onInteraction: (interaction: Interaction) => void;
  /** Certificate authorities trusted beside the public ones, PEM. */
  readonly trustedCa?: readonly string[];
  /** Time for each attempt, milliseconds. */
  readonly timeoutMs?: number;
  readonly lookup?: Lookup;
  /** For each key store. */
  readonly limits?: Partial<ClientLimits>;
}

export function createXksClient(options: XksClientOptions): XksClient {
  return new Client(options);
}

/** One call: what is asked, and how its answer is read. */
interface Question<T> {
  readonly operation: XksOperation;
  readonly target: XksTarget;
  readonly metadata: CallMetadata;
  readonly externalKeyId?: string;
  readonly path: string;
  readonly body: string;
  /** Throws MalformedAnswer or Refusal. */
  readonly read: (answer: HttpAnswer, end: CallEnd) => T;
}

/** The connections of one key store and the requests that want them. */
interface Lane {
  readonly address: string;
  readonly connections: Connections;
  inFlight: number;
}

class Client implements XksClient {
  readonly #clock: Clock;
  readonly #region: string;
  readonly #onInteraction: (interaction: Interaction) => void;
  readonly #timeoutMs: number;
  readonly #limits: ClientLimits;
  readonly #connector: Connector;
  readonly #prepared = new WeakMap<XksTarget, PreparedTarget>();
  readonly #lanes = new Map<string, Lane>();

  constructor({
    clock,
    region,
    onInteraction,
    trustedCa = [],
    timeoutMs = defaultAttemptTimeMs,
    lookup = systemLookup,
    limits,
  }: XksClientOptions) {
    this.#clock = clock;
    this.#region = region;
    this.#onInteraction = onInteraction;
    this.#timeoutMs = timeoutMs;
    this.#limits = { ...defaultLimits, ...limits };
    this.#connector = createConnector(clock, new AddressCache(clock, lookup), trustedCa);
  }

  encrypt(target: XksTarget, call: EncryptCall, metadata: CallMetadata): Promise<EncryptAnswer> {
    return this.#ask({
      operation: "Encrypt",
      target,
      metadata,
      externalKeyId: call.externalKeyId,
      path: keyOperationPath(target.uriPath, call.externalKeyId, "/encrypt"),
      body: encryptBody(call, metadata),
      read: (answer) => readEncrypt(answer, call),
    });
  }

  decrypt(target: XksTarget, call: DecryptCall, metadata: CallMetadata): Promise<Uint8Array> {
    return this.#ask({
      operation: "Decrypt",
      target,
      metadata,
      externalKeyId: call.externalKeyId,
      path: keyOperationPath(target.uriPath, call.externalKeyId, "/decrypt"),
      body: decryptBody(call, metadata),
      read: (answer) => readDecrypt(answer, call.ciphertext.length),
    });
  }

  getKeyMetadata(target: XksTarget, externalKeyId: string, metadata: CallMetadata): Promise<KeyMetadataAnswer> {
    return this.#ask({
      operation: "GetKeyMetadata",
      target,
      metadata,
      externalKeyId,
      path: keyOperationPath(target.uriPath, externalKeyId, "/metadata"),
      body: metadataBody(metadata),
      read: readKeyMetadata,
    });
  }

  getHealthStatus(target: XksTarget, metadata: CallMetadata): Promise<HealthAnswer> {
    return this.#ask({
      operation: "GetHealthStatus",
      target,
      metadata,
      path: this.#prepare(target).healthPath,
      body: metadataBody(metadata),
      read: (answer, { certificate }) => {
        const health = readHealth(answer);
        if (!certificate) throw new MalformedAnswer("the TLS handshake showed no certificate");
        return { ...health, certificate };
      },
    });
  }

  close(): Promise<void> {
    for (const lane of this.#lanes.values()) lane.connections.destroy();
    this.#lanes.clear();
    return Promise.resolve();
  }

  #ask<T>(question: Question<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const target = this.#prepare(question.target);
      const alone = question.operation === "GetHealthStatus";
      const lane = alone ? undefined : this.#laneOf(target);
      if (lane && lane.inFlight >= this.#limits.inFlight) {
        reject(this.#refuse(question, lane.inFlight));
        return;
      }
      const source: ConnectionSource = lane?.connections ?? new OwnConnection(this.#connector, target.destination, this.#limits.answer);
      const request = target.writer.write(question.path, question.body, this.#clock.now(), alone);
      if (lane) lane.inFlight++;
      new Attempts(this.#clock, this.#timeoutMs, source, request, (end) => {
        if (lane) lane.inFlight--;
        this.#conclude(question, end, resolve, reject);
      }).start();
    });
  }

  #conclude<T>(question: Question<T>, end: CallEnd, resolve: (value: T) => void, reject: (error: XksError) => void): void {
    const outcome = outcomeOf(end, question.read);
    const failed = outcome.error;
    this.#report(question, end.latencyMs, end.attempts, failed?.failure);
    if (failed) reject(failed);
    else resolve(outcome.value);
  }

  /**
   * So many requests are in flight that this one would only wait its time out. It is recorded all the same, as what the
   * caller is told: the proxy cannot keep pace, which the reliability graph must show, and no answer counts as the whole
   * time allotted.
   */
  #refuse(question: Question<unknown>, inFlight: number): XksError {
    const failure: InteractionFailure = {
      exceptionName: "ThrottlingException",
      detail: `not sent: ${inFlight} requests to this key store's XKS proxy are in flight already`,
    };
    this.#report(question, this.#timeoutMs, [], failure);
    return new XksError(failure);
  }

  #report(
    question: Question<unknown>,
    latencyMs: number,
    attempts: Interaction["attempts"],
    failure: InteractionFailure | undefined,
  ): void {
    const { operation, target, metadata, externalKeyId } = question;
    const { kmsOperation, kmsKeyArn, awsPrincipalArn, kmsRequestId } = metadata;
    this.#onInteraction({
      at: this.#clock.now(),
      keyStoreId: target.keyStoreId,
      kmsOperation,
      xksOperation: operation,
      ...(kmsKeyArn === undefined ? undefined : { kmsKeyArn }),
      ...(externalKeyId === undefined ? undefined : { externalKeyId }),
      ...(awsPrincipalArn === undefined ? undefined : { callerArn: awsPrincipalArn }),
      kmsRequestId,
      latencyMs,
      attempts,
      ...(failure === undefined ? undefined : { failure }),
    });
  }

  #prepare(target: XksTarget): PreparedTarget {
    let prepared = this.#prepared.get(target);
    if (!prepared) {
      prepared = prepareTarget(target, this.#region);
      this.#prepared.set(target, prepared);
    }
    return prepared;
  }

  /** The key store's lane to this address; a lane to an earlier address is let run dry. */
  #laneOf({ keyStoreId, address, destination }: PreparedTarget): Lane {
    const present = this.#lanes.get(keyStoreId);
    if (present?.address === address) return present;
    const lane: Lane = {
      address,
      connections: new Connections(this.#clock, this.#connector, destination, this.#limits, () => {
        if (this.#lanes.get(keyStoreId) === lane) this.#lanes.delete(keyStoreId);
      }),
      inFlight: 0,
    };
    this.#lanes.set(keyStoreId, lane);
    present?.connections.retire();
    return lane;
  }
}
