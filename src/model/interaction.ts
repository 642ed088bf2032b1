/**
 * An Interaction: one call to an XKS proxy, whatever its end and however many attempts. xks/client hands out exactly one
 * per call; the recorder makes datapoints of it.
 */
import type { KmsOperation, XksOperation } from "./xks-operation.ts";
import type { UnreachableReason, XksExceptionName } from "./xks-failures.ts";

/** Where the time of one attempt went, milliseconds since the attempt's start; absent what it did not reach or need. */
export interface Phases {
  /** The address was known (absent on a kept-alive connection). */
  readonly dnsMs?: number;
  /** The TCP connection stood (absent on a kept-alive connection). */
  readonly tcpMs?: number;
  /** The TLS handshake was complete (absent on a kept-alive connection). */
  readonly tlsMs?: number;
  /** The request was handed to the socket. */
  readonly sentMs?: number;
  readonly firstByteMs?: number;
  readonly lastByteMs?: number;
}

export interface Attempt extends Phases {
  /** Whether a kept-alive connection was used. */
  readonly reused: boolean;
  /** Duration of the attempt, milliseconds. */
  readonly totalMs: number;
}

export interface Interaction {
  /** Wall time of completion, epoch ms: a datapoint's second is this one's. */
  readonly at: number;
  readonly keyStoreId: string;
  readonly kmsOperation: KmsOperation;
  readonly xksOperation: XksOperation;
  /** ARN of the KMS key; absent for health checks and CreateKey. */
  readonly kmsKeyArn?: string;
  readonly externalKeyId?: string;
  /** ARN of the caller; absent for health checks. */
  readonly callerArn?: string;
  readonly kmsRequestId: string;
  /** The latency recorded by the rules of the time-out table, milliseconds. */
  readonly latencyMs: number;
  readonly attempts: readonly Attempt[];
  /** Absent for a success. */
  readonly failure?: InteractionFailure;
}

export interface InteractionFailure {
  /** ExceptionName as recorded: the proxy's own, or XksProxyUnreachableException, or ValidationException for a malformed answer. */
  readonly exceptionName: XksExceptionName;
  /** How far it got; with XksProxyUnreachableException alone. */
  readonly reason?: UnreachableReason;
  /** What went wrong in our words, e.g. "connection refused", "the answer's authenticationTag has 12 bytes, not 16". */
  readonly detail: string;
  /** HTTP status of the proxy's answer where there was one. */
  readonly httpStatus?: number;
  /** The proxy's own errorMessage, printable ASCII only, at most 511 characters. Never reaches the caller. */
  readonly proxyMessage?: string;
}
