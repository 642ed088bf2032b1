/** UpdateKeyDescription. */
import { changeKey } from "./change-key.ts";
import { descriptionType, keyIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const updateKeyDescription = operation<ManagementContext>()({
  name: "UpdateKeyDescription",
  access: "admin",
  input: structure("UpdateKeyDescriptionRequest", { KeyId: required(keyIdType), Description: required(descriptionType) }),
  output: structure("UpdateKeyDescriptionResponse", {}),
  async handle({ KeyId, Description }, { context }) {
    await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return { ...key, description: Description };
    });
    return {};
  },
});
