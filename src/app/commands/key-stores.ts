/** `xkswatch key-stores quota ID [PER_SECOND]`: a key store's request quota. */
import { asLocalAdministrator } from "../as-local-administrator.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

export const keyStoreQuota: Command = {
  words: ["key-stores", "quota"],
  positionals: ["ID", "[PER_SECOND]"],
  summary: "shows or sets how many cryptographic requests a second a key store may have; ID is its id or name",
  async run({ configuration, positionals, print }) {
    const [given, perSecond] = positionals;
    await asLocalAdministrator(configuration, async (administrator) => {
      const id = /^cks-[0-9a-f]{17}$/.test(given as string)
        ? given
        : (
            await orUsageError(
              administrator.call<{ CustomKeyStores: { CustomKeyStoreId: string }[] }>("TrentService.DescribeCustomKeyStores", {
                CustomKeyStoreName: given,
              }),
            )
          ).CustomKeyStores[0]?.CustomKeyStoreId;
      if (perSecond !== undefined) {
        if (!/^\d{1,7}$/.test(perSecond) || Number(perSecond) < 1) {
          throw new UsageError(`PER_SECOND: ${JSON.stringify(perSecond)} must be a whole number from 1 to 9999999`);
        }
        await orUsageError(administrator.call("XkswatchConsole.PutKeyStoreQuota", { KeyStoreId: id, QuotaPerSecond: Number(perSecond) }));
      }
      const { QuotaPerSecond: quota } = await orUsageError(
        administrator.call<{ QuotaPerSecond: number }>("XkswatchConsole.GetKeyStoreStatus", { KeyStoreId: id }),
      );
      print(`${id}  ${quota} requests a second\n`);
    });
  },
};
