/** SNS's errors, under the codes that its clients know. */
import { ApiError } from "../aws/api-error.ts";

export const invalidParameter = (message: string): ApiError =>
  new ApiError({ code: "InvalidParameterException", queryCode: "InvalidParameter", status: 400, message: `Invalid parameter: ${message}` });

export const notFound = (message: string): ApiError =>
  new ApiError({ code: "NotFoundException", queryCode: "NotFound", status: 404, message });
