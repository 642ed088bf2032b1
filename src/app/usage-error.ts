/** A mistake of whoever started us: told in one line that names the value and the fix; the process exits with status 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
