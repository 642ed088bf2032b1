/** The errors that every AWS API shares, under the codes of AWS JSON and the legacy codes of the query protocol. */
import { violationMessage } from "../lib/schema/violation.ts";
import type { Refused } from "../lib/sigv4.ts";
import { ApiError, type ApiErrorDetails } from "./api-error.ts";
import type { Caller } from "./caller.ts";
import type { Service } from "./operation.ts";

/** Before `#` in the types of errors that the front of a service raises, not the service itself. */
const front = "com.amazon.coral.service";

/** Each reason of a refused signature as AWS tells it. */
const refusals: Readonly<Record<Refused["reason"], Pick<ApiErrorDetails, "code" | "queryCode" | "status">>> = {
  missing: { code: "MissingAuthenticationTokenException", queryCode: "MissingAuthenticationToken", status: 403 },
  malformed: { code: "IncompleteSignatureException", queryCode: "IncompleteSignature", status: 400 },
  "wrong-scope": { code: "InvalidSignatureException", queryCode: "SignatureDoesNotMatch", status: 403 },
  expired: { code: "InvalidSignatureException", queryCode: "SignatureDoesNotMatch", status: 403 },
  "unknown-key": { code: "UnrecognizedClientException", queryCode: "InvalidClientTokenId", status: 403 },
  mismatch: { code: "InvalidSignatureException", queryCode: "SignatureDoesNotMatch", status: 403 },
};

export const refusedSignature = ({ reason, detail }: Refused): ApiError =>
  new ApiError({ ...refusals[reason], message: detail, namespace: front });

/** The console's session is unknown or over: sign in again. */
export const sessionExpired = (): ApiError =>
  new ApiError({
    code: "ExpiredTokenException",
    queryCode: "ExpiredToken",
    message: "The console session has expired. Sign in again.",
    status: 401,
    namespace: front,
  });

/** A changing request of a session came without the token that only the console's own pages hold. */
export const missingCsrfToken = (): ApiError =>
  new ApiError({
    code: "AccessDeniedException",
    queryCode: "AccessDenied",
    message: "The request does not carry the console session's token. Reload the console.",
    status: 403,
    namespace: front,
  });

/** The caller's role does not include the operation. */
export function accessDenied(caller: Caller, service: Service<unknown>, operationName: string): ApiError {
  const action = `${service.actionPrefix ?? service.signingName}:${operationName}`;
  return new ApiError({
    code: "AccessDeniedException",
    queryCode: "AccessDenied",
    message: `User: ${caller.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    // KMS answers 400, services of the query protocol 403.
    status: service.queryVersion === undefined ? 400 : 403,
    namespace: front,
  });
}

/** No service or operation of that name is served here. */
export const unknownOperation = (message: string, status = 400): ApiError =>
  new ApiError({ code: "UnknownOperationException", queryCode: "InvalidAction", message, status, namespace: front });

/** The body is not of the protocol's form. */
export const malformedBody = (message: string): ApiError =>
  new ApiError({ code: "SerializationException", queryCode: "MalformedInput", message, status: 400, namespace: front });

/** Members do not satisfy the operation's constraints. */
export const constraintsBroken = (violations: readonly string[]): ApiError =>
  new ApiError({
    code: "ValidationException",
    queryCode: "ValidationError",
    message: violationMessage(violations),
    status: 400,
    namespace: "com.amazon.coral.validate",
  });

export const bodyTooLarge = (limitBytes: number): ApiError =>
  new ApiError({
    code: "RequestEntityTooLargeException",
    queryCode: "RequestEntityTooLarge",
    message: `The request's body is larger than ${limitBytes} bytes`,
    status: 413,
    namespace: front,
  });

/** Whatever was not expected: the log knows more, the client only this. */
export function internalError(service: Service<unknown> | undefined): ApiErrorDetails {
  const code = service?.internalErrorCode ?? "InternalServiceError";
  return {
    code,
    queryCode: "InternalServiceError",
    message: "The request processing has failed because of an unknown error, exception or failure.",
    status: 500,
  };
}
