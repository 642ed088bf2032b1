/** DryRun, on both planes: an operation does all but the deed, and says that it would have succeeded. */
import type { ApiError } from "../aws/api-error.ts";
import { kmsError } from "./errors.ts";

/** To be thrown where the deed would begin. */
export const dryRunSucceeds = (): ApiError =>
  kmsError("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
