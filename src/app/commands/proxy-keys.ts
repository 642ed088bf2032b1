/** `xkswatch proxy keys …`: the keys of the bundled proxy's software key manager. A name is the external key id (XksKeyId). */
import { createKey, deleteKey, listKeys, rotateKey, setKeyStatus } from "../../proxy/administration.ts";
import { pathsIn, prepareDataDirectory } from "../data-directory.ts";
import type { Command, CommandInput } from "./command.ts";
import { orProxyUsageError } from "./proxy-refused.ts";

/** Runs `act` on the proxy's folder and prints what it says. */
const onFolder =
  (act: (folder: string, name: string, input: CommandInput) => string) =>
  async (input: CommandInput): Promise<void> => {
    await prepareDataDirectory(input.configuration.dataDirectory, { shared: true });
    const { proxyDirectory } = pathsIn(input.configuration.dataDirectory);
    input.print(await orProxyUsageError(() => act(proxyDirectory, input.positionals[0] ?? "", input)));
  };

export const createProxyKey: Command = {
  words: ["proxy", "keys", "create"],
  positionals: ["NAME"],
  summary: "makes an external key",
  options: [{ flag: "usage", argument: "USAGES", sentence: "what it may do, separated by commas", fallback: "ENCRYPT,DECRYPT" }],
  run: onFolder((folder, name, { options }) => {
    const usage = (options["usage"] as string).split(",").map((one) => one.trim());
    return `Created the external key ${createKey(folder, name, usage).externalKeyId}.\n`;
  }),
};

export const listProxyKeys: Command = {
  words: ["proxy", "keys", "list"],
  summary: "lists the external keys",
  run: onFolder((folder) =>
    listKeys(folder)
      .map((key) => `${key.status.padEnd(8)}  ${key.usage.join(",").padEnd(16)}  ${key.externalKeyId}\n`)
      .join(""),
  ),
};

export const disableProxyKey: Command = {
  words: ["proxy", "keys", "disable"],
  positionals: ["NAME"],
  summary: "disables an external key: requests for it fail until it is enabled",
  run: onFolder((folder, name) => `Disabled the external key ${setKeyStatus(folder, name, "DISABLED").externalKeyId}.\n`),
};

export const enableProxyKey: Command = {
  words: ["proxy", "keys", "enable"],
  positionals: ["NAME"],
  summary: "enables an external key",
  run: onFolder((folder, name) => `Enabled the external key ${setKeyStatus(folder, name, "ENABLED").externalKeyId}.\n`),
};

export const rotateProxyKey: Command = {
  words: ["proxy", "keys", "rotate"],
  positionals: ["NAME"],
  summary: "gives an external key a new version: it encrypts from now on, the earlier ones still decrypt",
  run: onFolder((folder, name) => {
    const { externalKeyId, versions } = rotateKey(folder, name);
    return `Rotated the external key ${externalKeyId}: version ${versions} encrypts.\n`;
  }),
};

export const deleteProxyKey: Command = {
  words: ["proxy", "keys", "delete"],
  positionals: ["NAME"],
  summary: "deletes an external key; what it encrypted can never be decrypted again",
  run: onFolder((folder, name) => {
    deleteKey(folder, name);
    return `Deleted the external key ${name}.\n`;
  }),
};
