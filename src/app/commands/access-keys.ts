/** `xkswatch access-keys create | list | delete`: who may call this service. */
import { asLocalAdministrator } from "../as-local-administrator.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

interface ListedKey {
  readonly AccessKeyId: string;
  readonly Name: string;
  readonly Role: string;
}

export const createAccessKey: Command = {
  words: ["access-keys", "create"],
  positionals: ["NAME"],
  summary: "makes an AWS access key of this service; its secret is shown this once",
  options: [
    {
      flag: "role",
      argument: "admin|user|viewer",
      sentence: "what it may do: all, cryptographic calls, or reading metrics",
      fallback: "user",
    },
  ],
  async run({ configuration, positionals, options, print }) {
    await asLocalAdministrator(configuration, async (administrator) => {
      const key = await orUsageError(
        administrator.call<{ AccessKeyId: string; SecretAccessKey: string }>("XkswatchConsole.CreateAccessKey", {
          Name: positionals[0],
          Role: options["role"],
        }),
      );
      print(`Access key id      ${key.AccessKeyId}\nSecret access key  ${key.SecretAccessKey}\n`);
    });
  },
};

export const listAccessKeys: Command = {
  words: ["access-keys", "list"],
  summary: "lists the access keys of this service",
  async run({ configuration, print }) {
    await asLocalAdministrator(configuration, async (administrator) => {
      const { AccessKeys: keys } = await administrator.call<{ AccessKeys: ListedKey[] }>("XkswatchConsole.ListAccessKeys", {});
      for (const key of keys) print(`${key.AccessKeyId}  ${key.Role.padEnd(6)}  ${key.Name}\n`);
    });
  },
};

export const deleteAccessKey: Command = {
  words: ["access-keys", "delete"],
  positionals: ["NAME"],
  summary: "deletes an access key; calls signed with it are refused from then on",
  async run({ configuration, positionals, print }) {
    await asLocalAdministrator(configuration, async (administrator) => {
      await orUsageError(administrator.call("XkswatchConsole.DeleteAccessKey", { Name: positionals[0] }));
      print(`Deleted the access key of ${positionals[0]}.\n`);
    });
  },
};
