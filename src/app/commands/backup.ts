/** `xkswatch backup FILE`, `restore FILE`, `rekey`: the state and its master key, while everything goes on. */
import { resolve } from "node:path";
import { asLocalAdministrator } from "../as-local-administrator.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

interface Keyed {
  readonly MasterKeyId: string;
  readonly MasterKeyFile: string;
}

export const backup: Command = {
  words: ["backup"],
  positionals: ["FILE"],
  summary: "writes state and metrics into one encrypted file, while everything goes on",
  async run({ configuration, positionals, print }) {
    const file = resolve(positionals[0] ?? "");
    await asLocalAdministrator(configuration, async (administrator) => {
      const written = await orUsageError(administrator.call<Keyed & { Bytes: number }>("XkswatchConsole.WriteBackup", { File: file }));
      print(
        `Wrote ${file} (${written.Bytes} bytes).\nRestoring it needs the master key ${written.MasterKeyId}: keep a copy of ${written.MasterKeyFile}, apart from the backup.\n`,
      );
    });
  },
};

export const restore: Command = {
  words: ["restore"],
  positionals: ["FILE"],
  summary: "makes the state that of a backup and adds its metrics, while everything goes on",
  options: [
    {
      flag: "backup-key-file",
      argument: "FILE",
      sentence: "the master key that the backup was made under, where it is not the one in use",
    },
  ],
  async run({ configuration, positionals, options, print }) {
    const file = resolve(positionals[0] ?? "");
    const keyFile = options["backup-key-file"];
    await asLocalAdministrator(configuration, async (administrator) => {
      const restored = await orUsageError(
        administrator.call<{ Resources: number; Series: number; SeriesLeft: number }>("XkswatchConsole.RestoreBackup", {
          File: file,
          ...(keyFile !== undefined && { MasterKeyFile: resolve(keyFile) }),
        }),
      );
      const left =
        restored.SeriesLeft === 0 ? "" : `; metrics of ${restored.SeriesLeft} series that are known here already were left alone`;
      print(`Restored ${restored.Resources} resources and the metrics of ${restored.Series} series${left}.\n`);
    });
  },
};

export const rekey: Command = {
  words: ["rekey"],
  summary: "makes a new master key and seals every secret anew under it, without a stop",
  async run({ configuration, print }) {
    await asLocalAdministrator(configuration, async (administrator) => {
      const done = await orUsageError(administrator.call<Keyed & { Resources: number }>("XkswatchConsole.Rekey", {}));
      print(
        `Sealed ${done.Resources} resources under the new master key ${done.MasterKeyId} in ${done.MasterKeyFile}.\nBackups made before need the old key: keep the copy you have of it with them.\n`,
      );
    });
  },
};
