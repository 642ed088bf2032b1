/** What the console's own service says no with: codes as AWS names them, messages that say what to do. */
import { ApiError } from "../aws/api-error.ts";

export const notFound = (message: string): ApiError => new ApiError({ code: "NotFoundException", message, status: 400 });
export const alreadyExists = (message: string): ApiError => new ApiError({ code: "AlreadyExistsException", message, status: 400 });
export const invalid = (message: string): ApiError => new ApiError({ code: "ValidationException", message, status: 400 });
export const accessDenied = (message: string): ApiError => new ApiError({ code: "AccessDeniedException", message, status: 400 });
/** Another write came between reading and writing. */
export const conflict = (message: string): ApiError => new ApiError({ code: "ConflictException", message, status: 400 });
