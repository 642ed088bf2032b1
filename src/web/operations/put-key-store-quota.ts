/** PutKeyStoreQuota: how many cryptographic requests a second the keys of a key store may have together. */
import { operation } from "../../aws/operation.ts";
import { integer, required, string, structure } from "../../lib/schema.ts";
import { ExpectationFailed } from "../../store/resource-store.ts";
import { conflict, notFound } from "../console-error.ts";
import type { WebContext } from "../web-context.ts";

export const putKeyStoreQuota = operation<WebContext>()({
  name: "PutKeyStoreQuota",
  access: "admin",
  input: structure("PutKeyStoreQuotaRequest", {
    KeyStoreId: required(string({ length: [1, 64] })),
    QuotaPerSecond: required(integer([1, 1_000_000])),
  }),
  output: structure("PutKeyStoreQuotaResponse", {}),
  async handle({ KeyStoreId, QuotaPerSecond }, { context }) {
    const found = await context.resources.read("key-store", KeyStoreId);
    if (!found) throw notFound(`There is no key store ${KeyStoreId}.`);
    try {
      await context.commit([
        { kind: "key-store", id: KeyStoreId, value: { ...found.value, quotaPerSecond: QuotaPerSecond }, expect: found.version },
      ]);
    } catch (error) {
      if (error instanceof ExpectationFailed) throw conflict(`The key store ${KeyStoreId} was changed at the same moment. Try again.`);
      throw error;
    }
    return {};
  },
});
