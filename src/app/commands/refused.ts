/** Turns an operation's own error into the one line and status 2 of a command. */
import { LocalCallError } from "../local-administrator.ts";
import { UsageError } from "../usage-error.ts";

export async function orUsageError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof LocalCallError) throw new UsageError(error.message);
    throw error;
  }
}
