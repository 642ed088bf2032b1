/** EnableKey: cryptography with the key is allowed again; what is enabled stays so. */
import { changeKey } from "./change-key.ts";
import { keyIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const enableKey = operation<ManagementContext>()({
  name: "EnableKey",
  access: "admin",
  input: structure("EnableKeyRequest", { KeyId: required(keyIdType) }),
  output: structure("EnableKeyResponse", {}),
  async handle({ KeyId }, { context }) {
    await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return key.ownState === "Enabled" ? key : { ...key, ownState: "Enabled" };
    });
    return {};
  },
});
