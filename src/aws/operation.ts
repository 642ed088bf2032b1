/**
 * An AWS operation: one file that exports one of these, and one line in its service's table. It sees no HTTP, no protocol
 * and no SQL; protocols know no operation.
 */
import type { Schema } from "../lib/schema.ts";
import type { Caller } from "./caller.ts";

/** The least a caller's role must include. "anyone" is for signing in, before there is a caller. */
export type Access = "anyone" | "viewer" | "user" | "admin";

/** One call of an operation, beside its input. C is what the service's operations stand on (stores, directory, clock …). */
export interface Call<C> {
  readonly context: C;
  readonly caller: Caller;
  /** UUID; goes out as x-amzn-requestid and to the proxy as kmsRequestId. */
  readonly requestId: string;
}

export interface Operation<C, I = never, O = unknown> {
  readonly name: string;
  readonly access: Access;
  /** Of an operation whose input is not known (a table of them), just some schema. */
  readonly input: [I] extends [never] ? Schema : Schema<I>;
  readonly output: Schema<O>;
  /** Throws an ApiError for whatever the client is to be told; anything else becomes an internal error that leaks nothing. */
  handle(input: I, call: Call<C>): Promise<O> | O;
}

/** Types an operation from its schemas: `export const encrypt = operation<CryptoContext>()({ name: "Encrypt", … })`. */
export const operation =
  <C>() =>
  <I, O>(definition: Operation<C, I, O>): Operation<C, I, O> =>
    definition;

/** An AWS service: operations under the names and protocols its clients use. */
export interface Service<C> {
  /** Scope of SigV4 credentials: "kms", "monitoring". */
  readonly signingName: string;
  /** Further scopes that its requests may be signed for: a service that AWS clients do not know is called through one they do. */
  readonly alsoSignedAs?: readonly string[];
  /** Before the dot in x-amz-target, also the name in RPC v2 paths: "TrentService", "GraniteServiceVersion20100801". */
  readonly targetPrefix: string;
  /** AWS JSON's version: "1.1" for KMS, "1.0" for CloudWatch. */
  readonly jsonVersion: "1.0" | "1.1";
  /** The `Version` of the query protocol, e.g. "2010-08-01"; absent where the service does not speak it. */
  readonly queryVersion?: string;
  /** What stands before `#` in `__type`, e.g. "com.amazonaws.cloudwatch.v2010_08_01"; absent: the bare shape name, as KMS. */
  readonly errorNamespace?: string;
  /** XML namespace of query answers. */
  readonly xmlNamespace?: string;
  /** Most bytes of a body, before inflating; 1 MiB where absent. */
  readonly bodyLimitBytes?: number;
  /** Before the colon in IAM's actions, e.g. "cloudwatch"; the signing name where absent. */
  readonly actionPrefix?: string;
  /** What an unexpected error is called, e.g. "KMSInternalException"; "InternalServiceError" where absent. */
  readonly internalErrorCode?: string;
  readonly operations: ReadonlyMap<string, Operation<C>>;
  readonly context: C;
  /** Headers every answer carries beside x-amzn-requestid (KMS: cache-control, expires, pragma). */
  readonly answerHeaders?: Readonly<Record<string, string>>;
}
