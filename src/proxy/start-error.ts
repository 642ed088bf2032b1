/** The error of a proxy that cannot start, or of a command on its data: one line that names the value and the fix. */

export class ProxyStartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ProxyStartError";
  }
}

/** The code of a system error, e.g. "ENOENT". */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
