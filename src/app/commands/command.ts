/** What a command is: one file that exports one of these, and one line in app/commands/table. */
import type { Configuration } from "../configuration.ts";

export interface CommandInput {
  readonly configuration: Configuration;
  /** Positional arguments in order; a missing optional one is undefined. */
  readonly positionals: readonly (string | undefined)[];
  /** The command's own options by flag name. */
  readonly options: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output. */
  readonly print: (text: string) => void;
}

export interface CommandOption {
  readonly flag: string;
  /** What stands for the value in help texts; absent for a switch, whose value is then "on". */
  readonly argument?: string;
  readonly sentence: string;
  readonly fallback?: string;
}

export interface Command {
  /** The words after `xkswatch`, e.g. ["access-keys", "create"]. */
  readonly words: readonly string[];
  /** As in help texts: `NAME`, `[PER_SECOND]`. */
  readonly positionals?: readonly string[];
  /** One line for help. */
  readonly summary: string;
  readonly options?: readonly CommandOption[];
  /** @returns the exit status, 0 when nothing is returned. @throws UsageError for status 2 */
  run(input: CommandInput): Promise<number | void>;
}
