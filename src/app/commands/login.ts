/** `xkswatch login`: another one-time sign-in to the console of a running xkswatch. */
import { answers, pathsIn } from "../data-directory.ts";
import { overSocket } from "../local-administrator.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

export const login: Command = {
  words: ["login"],
  summary: "prints an address that signs in to the console once",
  async run({ configuration, print }) {
    const { adminSocket } = pathsIn(configuration.dataDirectory);
    if (!(await answers(adminSocket))) {
      throw new UsageError(`--data: nothing serves from ${configuration.dataDirectory}; start \`xkswatch serve\` or name its folder`);
    }
    const administrator = overSocket(adminSocket);
    const { Address: address } = await administrator.call<{ Address: string }>("XkswatchConsole.GetInstallation", {});
    const { Token: token } = await administrator.call<{ Token: string }>("XkswatchConsole.CreateLoginToken", {});
    print(`${address}/login#token=${token}\n`);
  },
};
