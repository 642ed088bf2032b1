/** DeleteCustomKeyStore: only a DISCONNECTED store without keys; what was kept about its health goes with it. */
import { customKeyStoreIdType } from "../shapes.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { storedKeyStore } from "./stored.ts";
import type { Change } from "../../store/resource-store.ts";
import type { ManagementContext } from "./management-context.ts";

export const deleteCustomKeyStore = operation<ManagementContext>()({
  name: "DeleteCustomKeyStore",
  access: "admin",
  input: structure("DeleteCustomKeyStoreRequest", { CustomKeyStoreId: required(customKeyStoreIdType) }),
  output: structure("DeleteCustomKeyStoreResponse", {}),
  async handle({ CustomKeyStoreId: id }, { context }) {
    const { resources } = context;
    await context.commits.transact(async () => {
      const stored = await storedKeyStore(context, id);
      if ((await resources.find("kms-key", "keyStore", id)).length > 0) {
        throw kmsError(
          "CustomKeyStoreHasCMKsException",
          "The custom key store still has KMS keys. Schedule their deletion and wait until they are gone.",
        );
      }
      const { connectionState } = stored.value;
      if (connectionState !== "DISCONNECTED") {
        throw kmsError(
          "CustomKeyStoreInvalidStateException",
          `DeleteCustomKeyStore is valid only when the connection state of the custom key store is DISCONNECTED. It is ${connectionState}.`,
        );
      }
      const events = await resources.list("connection-event", { prefix: `${id} ` });
      return [
        { kind: "key-store", id, value: undefined, expect: stored.version },
        { kind: "key-store-health", id, value: undefined },
        ...events.map((event): Change => ({ kind: "connection-event", id: event.id, value: undefined })),
      ];
    });
    return {};
  },
});
