/** `xkswatch env [NAME]`: shell lines that point AWS clients at this service. */
import { firstAccessKeyName } from "../../model/access-key.ts";
import { asLocalAdministrator } from "../as-local-administrator.ts";
import { orUsageError } from "./refused.ts";
import { environmentLines } from "../welcome.ts";
import type { Command } from "./command.ts";

export const env: Command = {
  words: ["env"],
  positionals: ["[NAME]"],
  summary: 'prints shell lines for AWS clients, for eval "$(npx xkswatch env)"; NAME is an access key of this service (default: admin)',
  async run({ configuration, positionals, print }) {
    await asLocalAdministrator(configuration, async (administrator) => {
      const { Address: address, Region: region } = await administrator.call<{ Address: string; Region: string }>(
        "XkswatchConsole.GetInstallation",
        {},
      );
      const lines = await orUsageError(environmentLines(administrator, { region }, address, positionals[0] ?? firstAccessKeyName));
      print(`${lines}\n`);
    });
  },
};
