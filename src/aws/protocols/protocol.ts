/**
 * What a wire protocol must be able to do. One file in this folder each and one line in aws/dispatch; a protocol knows no
 * operation, and operations know no protocol.
 */
import type { ApiRequest, ApiResponse } from "../../lib/door.ts";
import type { Codec } from "../../lib/schema/codec.ts";
import type { ApiErrorDetails } from "../api-error.ts";
import type { Operation, Service } from "../operation.ts";

export type AnyService = Service<unknown>;
export type AnyOperation = Operation<unknown>;

/** Where a request wants to go. */
export interface Target {
  /** Absent: no service of this house is meant. */
  readonly service: AnyService | undefined;
  readonly operationName: string;
  /** What to say when there is no such operation. */
  readonly unknown: string;
}

/** What an answer is about. */
export interface AnswerContext {
  /** Absent where the request named no service. */
  readonly service: AnyService | undefined;
  readonly requestId: string;
}

export interface Protocol {
  readonly codec: Codec;
  /** Whether the request speaks this protocol, by method, headers and path alone. */
  speaks(request: ApiRequest): boolean;
  /** The target, where headers or path say it; undefined: it stands in the document. */
  target(request: ApiRequest, services: readonly AnyService[]): Target | undefined;
  /** The target of a document, for protocols that name it there. */
  targetIn(document: unknown, services: readonly AnyService[]): Target;
  /** Throws SerializationError. */
  parse(body: Uint8Array, request: ApiRequest): unknown;
  success(operation: AnyOperation, output: unknown, context: AnswerContext): ApiResponse;
  failure(error: ApiErrorDetails, request: ApiRequest, context: AnswerContext): ApiResponse;
}

/** Whose fault an error is, in AWS's words. */
export const faultOf = (error: ApiErrorDetails): "Sender" | "Receiver" => error.fault ?? (error.status >= 500 ? "Receiver" : "Sender");

/** The error's type as JSON and CBOR write it: KMS the bare name, CloudWatch with a namespace before it. */
export function typeOf(error: ApiErrorDetails, service: AnyService | undefined): string {
  if (service?.errorNamespace === undefined) return error.code;
  return `${error.namespace ?? service.errorNamespace}#${error.code}`;
}

/**
 * Status and headers of an error in JSON and CBOR. Services that come from the query protocol keep its statuses and codes
 * for clients that ask for them; the others see 400 where the query protocol says 404.
 */
export function errorHead(
  error: ApiErrorDetails,
  request: ApiRequest,
  { service, requestId }: AnswerContext,
): { readonly status: number; readonly headers: Record<string, string> } {
  const queryMode = request.headers["x-amzn-query-mode"] === "true";
  const status = error.status === 404 && !queryMode && service?.queryVersion !== undefined ? 400 : error.status;
  const headers: Record<string, string> = { ...service?.answerHeaders, "x-amzn-requestid": requestId };
  if (queryMode) headers["x-amzn-query-error"] = `${error.queryCode ?? error.code};${faultOf(error)}`;
  return { status, headers };
}

/** The error as JSON and CBOR carry it. AWS leaves an empty message out. */
export function errorDocument(error: ApiErrorDetails, service: AnyService | undefined): Record<string, unknown> {
  const document: Record<string, unknown> = { ...error.members, __type: typeOf(error, service) };
  if (error.message !== "") document.message = error.message;
  return document;
}
