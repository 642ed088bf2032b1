/** WriteBackup: state and metrics into one sealed file, while everything goes on. For `xkswatch backup`. */
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { operation } from "../../aws/operation.ts";
import { double, required, string, structure } from "../../lib/schema.ts";
import { makeBackup } from "../../store/backup/backup.ts";
import { fileProblem, requireAbsolute, requireLocal } from "../local-only.ts";
import type { WebContext } from "../web-context.ts";

export const writeBackup = operation<WebContext>()({
  name: "WriteBackup",
  access: "admin",
  input: structure("WriteBackupRequest", { File: required(string({ length: [1, 4096] })) }),
  output: structure("WriteBackupResponse", {
    Bytes: required(double()),
    /** Of the master key, without which the backup cannot be restored. */
    MasterKeyId: required(string()),
    MasterKeyFile: required(string()),
  }),
  async handle({ File }, { context, caller }) {
    requireLocal(caller, "backup FILE");
    requireAbsolute(File);
    const { keyring, masterKeyFile } = context.state;
    const keyId = keyring.current.id;
    // Under another name until it is whole, so that a file with this name is always one that can be restored.
    const draft = `${File}.partial`;
    try {
      const bytes = Readable.from(makeBackup({ resources: context.resources, metrics: context.metrics, keyring }, context.clock));
      await pipeline(bytes, createWriteStream(draft, { mode: 0o600, flush: true }));
      await rename(draft, File);
      return { Bytes: (await stat(File)).size, MasterKeyId: keyId, MasterKeyFile: masterKeyFile };
    } catch (error) {
      await rm(draft, { force: true });
      throw fileProblem(File, error);
    }
  },
});
