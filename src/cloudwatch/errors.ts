/**
 * CloudWatch's errors. The modelled ones are a table: shape, the query protocol's legacy code, status. Constraint and
 * semantic errors of the newer operations are not modelled: they come from the front end under its own namespace.
 */
import { ApiError } from "../aws/api-error.ts";

interface ModelledError {
  /** The legacy code: what query clients and `x-amzn-query-error` see. */
  readonly queryCode: string;
  readonly status: number;
}

export const modelledErrors = {
  ConcurrentModificationException: { queryCode: "ConcurrentModificationException", status: 429 },
  ConflictException: { queryCode: "ConflictException", status: 409 },
  DashboardInvalidInputError: { queryCode: "InvalidParameterInput", status: 400 },
  DashboardNotFoundError: { queryCode: "ResourceNotFound", status: 404 },
  InternalServiceFault: { queryCode: "InternalServiceError", status: 500 },
  InvalidFormatFault: { queryCode: "InvalidFormat", status: 400 },
  InvalidNextToken: { queryCode: "InvalidNextToken", status: 400 },
  InvalidParameterCombinationException: { queryCode: "InvalidParameterCombination", status: 400 },
  InvalidParameterValueException: { queryCode: "InvalidParameterValue", status: 400 },
  LimitExceededException: { queryCode: "LimitExceededException", status: 400 },
  LimitExceededFault: { queryCode: "LimitExceeded", status: 400 },
  MissingRequiredParameterException: { queryCode: "MissingParameter", status: 400 },
  ResourceNotFound: { queryCode: "ResourceNotFound", status: 404 },
  ResourceNotFoundException: { queryCode: "ResourceNotFoundException", status: 404 },
} as const satisfies Readonly<Record<string, ModelledError>>;

export type ModelledErrorName = keyof typeof modelledErrors;

/** A modelled error, ready to be thrown. */
export function cloudWatchError(shape: ModelledErrorName, message: string, members?: Readonly<Record<string, unknown>>): ApiError {
  const { queryCode, status } = modelledErrors[shape];
  return new ApiError({ code: shape, queryCode, status, message, ...(members && { members }) });
}

/** What the front end says to input that breaks a rule. Query clients know it as ValidationError. */
export const validationError = (message: string): ApiError =>
  new ApiError({
    code: "ValidationException",
    queryCode: "ValidationError",
    namespace: "com.amazon.coral.validate",
    status: 400,
    message,
  });
