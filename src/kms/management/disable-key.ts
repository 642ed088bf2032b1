/** DisableKey: no cryptography with the key until it is enabled again. */
import { changeKey } from "./change-key.ts";
import { keyIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const disableKey = operation<ManagementContext>()({
  name: "DisableKey",
  access: "admin",
  input: structure("DisableKeyRequest", { KeyId: required(keyIdType) }),
  output: structure("DisableKeyResponse", {}),
  async handle({ KeyId }, { context }) {
    await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return key.ownState === "Disabled" ? key : { ...key, ownState: "Disabled" };
    });
    return {};
  },
});
