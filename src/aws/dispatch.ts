/**
 * The way of every AWS API call: protocol by headers, caller by signature or session, body decoded and checked by the
 * operation's schema, handled, encoded; every error caught once, here. It knows no operation.
 */
import type { ApiRequest, ApiResponse, Door } from "../lib/door.ts";
import type { Log } from "../lib/log.ts";
import { SerializationError } from "../lib/schema/codec.ts";
import { decode } from "../lib/schema/decode.ts";
import { includes } from "../model/access-key.ts";
import { ApiError } from "./api-error.ts";
import { type CompletedCall, isAudited } from "./audit-event.ts";
import type { Authenticate } from "./authentication.ts";
import type { Caller } from "./caller.ts";
import { accessDenied, bodyTooLarge, constraintsBroken, internalError, malformedBody, unknownOperation } from "./errors.ts";
import { cbor } from "./protocols/cbor.ts";
import { json } from "./protocols/json.ts";
import type { AnyOperation, AnyService, Protocol, Target } from "./protocols/protocol.ts";
import { query } from "./protocols/query.ts";
import { defaultBodyLimitBytes, inflatedBody, isCompressed } from "./request-body.ts";

export { targetOf } from "./protocols/json.ts";

/** The protocols, by how often they come. */
const protocols: readonly Protocol[] = [json, cbor, query];

/** Whether a request is an AWS API call at all, by method, headers and path: what is none may be the console's. */
export const speaksAwsApi = (request: ApiRequest): boolean => protocols.some((protocol) => protocol.speaks(request));

export interface DispatchOptions {
  readonly services: readonly AnyService[];
  readonly authenticate: Authenticate;
  /** A UUID for each request. */
  readonly newRequestId: () => string;
  readonly log: Pick<Log, "error">;
  /** Is told of each call whose caller is known and that belongs in the audit trail, when its answer is known. Must not throw. */
  readonly audit?: (call: CompletedCall) => void;
}

/** Answers AWS API calls; never rejects. */
export interface Dispatch extends Door {
  /** The same without authentication, for the local administrator's socket: whoever reaches it is `caller`. */
  answerAs(caller: Caller): Door;
}

/** What an answer is about, filled in on the way so that an error knows how far its request came. */
interface Progress {
  readonly requestId: string;
  service: AnyService | undefined;
  operationName: string | undefined;
  operation?: AnyOperation;
  caller?: Caller;
  input?: unknown;
}

export function createDispatch({ services, authenticate, newRequestId, log, audit }: DispatchOptions): Dispatch {
  const namesByService = new Map(services.map((service) => [service, [service.signingName, ...(service.alsoSignedAs ?? [])]]));

  async function answer(request: ApiRequest, as: Caller | undefined): Promise<ApiResponse> {
    const progress: Progress = { requestId: newRequestId(), service: undefined, operationName: undefined };
    const protocol = protocols.find((candidate) => candidate.speaks(request));
    try {
      if (!protocol) throw unknownOperation("The request is none of an AWS API that is served here", 404);
      return await perform(request, protocol, as, progress);
    } catch (error) {
      return failure(error, request, protocol ?? json, progress);
    }
  }

  async function perform(request: ApiRequest, protocol: Protocol, as: Caller | undefined, progress: Progress): Promise<ApiResponse> {
    let target = protocol.target(request, services);
    let operation = target && found(target, progress);
    const limitBytes = limitOf(progress.service);
    if (request.body.length > limitBytes) throw bodyTooLarge(limitBytes);
    // Before anything is inflated or parsed: strangers get no work done here.
    let caller = as ?? (operation?.access === "anyone" ? nobody(request) : authenticate(request, signingNames(progress.service)));
    const body = isCompressed(request) ? await inflatedBody(request, limitBytes) : request.body;
    const document = parsed(protocol, body, request);
    if (!target || !operation) {
      target = protocol.targetIn(document, services);
      operation = found(target, progress);
      if (target.service && caller.by === "signature") caller = authenticateAgain(request, target.service, caller);
    }
    const service = target.service as AnyService;
    progress.operation = operation;
    progress.caller = caller;
    if (!permits(operation, caller)) throw accessDenied(caller, service, operation.name);
    const input = decoded(operation, document, protocol);
    progress.input = input;
    const { requestId } = progress;
    const outcome = operation.handle(input as never, { context: service.context, caller, requestId });
    const output = outcome instanceof Promise ? await outcome : outcome;
    tell(request, progress, { output });
    return protocol.success(operation, output ?? {}, progress);
  }

  /** Tells the audit trail of a call that came so far that it is known who made it. */
  function tell(request: ApiRequest, progress: Progress, end: Pick<CompletedCall, "output" | "error">): void {
    const { requestId, service, operation, caller, input } = progress;
    if (!audit || !service || !operation || !caller || !isAudited(service, operation.name)) return;
    audit({ requestId, service, operation, caller, request, input, output: end.output, error: end.error });
  }

  const signingNames = (service: AnyService | undefined): readonly string[] =>
    service
      ? (namesByService.get(service) as readonly string[])
      : services.filter(({ queryVersion }) => queryVersion !== undefined).map(({ signingName }) => signingName);

  /** Where the body names the service, the signature was checked for any that it might be; it must be for this one. */
  const authenticateAgain = (request: ApiRequest, service: AnyService, caller: Caller): Caller =>
    signingNames(undefined).length === 1 ? caller : authenticate(request, signingNames(service));

  function failure(error: unknown, request: ApiRequest, protocol: Protocol, progress: Progress): ApiResponse {
    if (error instanceof ApiError) {
      tell(request, progress, { error: error.details });
      return protocol.failure(error.details, request, progress);
    }
    const { requestId, service, operationName } = progress;
    log.error({ requestId, service: service?.targetPrefix, operation: operationName, err: error }, "an operation failed unexpectedly");
    const details = internalError(service);
    tell(request, progress, { error: details });
    return protocol.failure(details, request, progress);
  }

  return Object.assign((request: ApiRequest) => answer(request, undefined), {
    answerAs:
      (caller: Caller): Door =>
      (request) =>
        answer(request, caller),
  });
}

function found(target: Target, progress: Progress): AnyOperation {
  progress.service = target.service;
  const operation = target.service?.operations.get(target.operationName);
  if (!operation) throw unknownOperation(target.unknown);
  progress.operationName = operation.name;
  return operation;
}

const limitOf = (service: AnyService | undefined): number => service?.bodyLimitBytes ?? defaultBodyLimitBytes;

function parsed(protocol: Protocol, body: Uint8Array, request: ApiRequest): unknown {
  try {
    return protocol.parse(body, request);
  } catch (error) {
    throw error instanceof SerializationError ? malformedBody(error.message) : error;
  }
}

function decoded(operation: AnyOperation, document: unknown, protocol: Protocol): unknown {
  try {
    const { value, violations } = decode(operation.input, document, protocol.codec);
    if (violations) throw constraintsBroken(violations);
    return value;
  } catch (error) {
    throw error instanceof SerializationError ? malformedBody(error.message) : error;
  }
}

const permits = ({ access }: AnyOperation, { role }: Caller): boolean => access === "anyone" || includes(role, access);

/** The caller of an operation that is open to anyone. */
const nobody = ({ remoteAddress }: ApiRequest): Caller => ({ arn: "", accountId: "", role: "viewer", by: "nobody", remoteAddress });
