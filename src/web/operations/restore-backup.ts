/** RestoreBackup: the state becomes the backup's, its metrics are added. For `xkswatch restore`. */
import { createReadStream } from "node:fs";
import { operation } from "../../aws/operation.ts";
import { integer, required, string, structure } from "../../lib/schema.ts";
import { BackupRefused } from "../../store/backup/backup-file.ts";
import { restoreBackup as restore } from "../../store/backup/restore.ts";
import { loadMasterKeys } from "../../store/master-key.ts";
import { Keyring } from "../../store/sealing.ts";
import { StoreOpenError } from "../../store/store-open-error.ts";
import { invalid } from "../console-error.ts";
import { fileProblem, requireAbsolute, requireLocal } from "../local-only.ts";
import type { WebContext } from "../web-context.ts";

export const restoreBackup = operation<WebContext>()({
  name: "RestoreBackup",
  access: "admin",
  input: structure("RestoreBackupRequest", {
    File: required(string({ length: [1, 4096] })),
    /** The master key that the backup was made under, where it is not the present one. */
    MasterKeyFile: string({ length: [1, 4096] }),
  }),
  output: structure("RestoreBackupResponse", {
    Resources: required(integer()),
    Series: required(integer()),
    /** Series that were known here already; their metrics were left alone. */
    SeriesLeft: required(integer()),
  }),
  async handle({ File, MasterKeyFile }, { context, caller }) {
    requireLocal(caller, "restore FILE");
    requireAbsolute(File);
    try {
      const { resources, metrics } = context;
      const keyring = MasterKeyFile === undefined ? context.state.keyring : keyringOf(MasterKeyFile, context);
      const restored = await restore(() => createReadStream(File), keyring, {
        resources,
        metrics,
        commit: (changes) => context.commit(changes),
      });
      return { Resources: restored.resources, Series: restored.series, SeriesLeft: restored.seriesLeft };
    } catch (error) {
      if (error instanceof BackupRefused) throw invalid(`${File}: ${error.message}.`);
      if (error instanceof StoreOpenError) throw invalid(error.message);
      throw fileProblem(File, error);
    }
  },
});

function keyringOf(file: string, { clock }: WebContext): Keyring {
  requireAbsolute(file);
  return new Keyring(loadMasterKeys(file, { create: false, clock }), clock);
}
