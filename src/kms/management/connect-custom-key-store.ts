/** ConnectCustomKeyStore: sets out to connect and answers; success of the call does not mean connected. */
import { customKeyStoreIdType } from "../shapes.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import { stateChanges } from "./connection-state.ts";
import { storedKeyStore } from "./stored.ts";
import type { ManagementContext } from "./management-context.ts";

export const connectCustomKeyStore = operation<ManagementContext>()({
  name: "ConnectCustomKeyStore",
  access: "admin",
  input: structure("ConnectCustomKeyStoreRequest", { CustomKeyStoreId: required(customKeyStoreIdType) }),
  output: structure("ConnectCustomKeyStoreResponse", {}),
  async handle({ CustomKeyStoreId }, { context, caller, requestId }) {
    let begun = false;
    await context.commits.transact(async () => {
      const stored = await storedKeyStore(context, CustomKeyStoreId);
      const { connectionState } = stored.value;
      if (connectionState === "FAILED" || connectionState === "DISCONNECTING") {
        throw kmsError(
          "CustomKeyStoreInvalidStateException",
          `ConnectCustomKeyStore is not valid while the connection state is ${connectionState}. ${
            connectionState === "FAILED" ? "Disconnect the custom key store, then connect it." : "Wait until it is DISCONNECTED."
          }`,
        );
      }
      // CONNECTED and CONNECTING: as AWS has it, a success that changes nothing.
      begun = connectionState === "DISCONNECTED";
      return begun ? stateChanges(stored, { state: "CONNECTING", at: context.clock.now(), callerArn: caller.arn }) : [];
    });
    const store = context.directory.keyStore(CustomKeyStoreId);
    if (begun && store) context.life.connect(store, { requestId, callerArn: caller.arn });
    return {};
  },
});
