/**
 * DisconnectCustomKeyStore: from the answer on no call reaches the proxy. A connect under way is called off. The state
 * DISCONNECTING is passed in no time here: once the data planes know, there is nothing left to undo.
 */
import { customKeyStoreIdType } from "../shapes.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { stateChanges } from "./connection-state.ts";
import { storedKeyStore } from "./stored.ts";
import type { ManagementContext } from "./management-context.ts";

export const disconnectCustomKeyStore = operation<ManagementContext>()({
  name: "DisconnectCustomKeyStore",
  access: "admin",
  input: structure("DisconnectCustomKeyStoreRequest", { CustomKeyStoreId: required(customKeyStoreIdType) }),
  output: structure("DisconnectCustomKeyStoreResponse", {}),
  async handle({ CustomKeyStoreId }, { context, caller }) {
    await context.commits.transact(async () => {
      const stored = await storedKeyStore(context, CustomKeyStoreId);
      if (stored.value.connectionState === "DISCONNECTED") {
        throw kmsError("CustomKeyStoreInvalidStateException", "The custom key store is already DISCONNECTED.");
      }
      return stateChanges(stored, { state: "DISCONNECTED", at: context.clock.now(), callerArn: caller.arn });
    });
    return {};
  },
});
