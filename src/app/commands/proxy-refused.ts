/** Turns the proxy's own errors into the one line and status 2 of a command. */
import { ProxyStartError } from "../../proxy/start-error.ts";
import { UsageError } from "../usage-error.ts";

export async function orProxyUsageError<T>(act: () => Promise<T> | T): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ProxyStartError) throw new UsageError(error.message);
    throw error;
  }
}
