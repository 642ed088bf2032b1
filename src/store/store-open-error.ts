/** The error of a store that cannot be opened: one line that names the file and the fix. */

export class StoreOpenError extends Error {
  /** The file or directory that could not be opened. */
  readonly path: string;
  /** What the administrator can do about it, an imperative sentence without full stop. */
  readonly fix: string;

  /** @param problem what is wrong, e.g. "is not a database" */
  constructor(path: string, problem: string, fix: string, cause?: unknown) {
    super(`${path}: ${problem}; ${fix}`, cause === undefined ? undefined : { cause });
    this.name = "StoreOpenError";
    this.path = path;
    this.fix = fix;
  }
}
