/** CancelKeyDeletion: the key stays, Disabled. */
import { changeKey } from "./change-key.ts";
import { keyIdType } from "../shapes.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const cancelKeyDeletion = operation<ManagementContext>()({
  name: "CancelKeyDeletion",
  access: "admin",
  input: structure("CancelKeyDeletionRequest", { KeyId: required(keyIdType) }),
  output: structure("CancelKeyDeletionResponse", { KeyId: keyIdType }),
  async handle({ KeyId }, { context }) {
    const { arn } = await changeKey(context, KeyId, ({ deletionAt, ...key }) => {
      if (deletionAt === undefined) throw kmsError("KMSInvalidStateException", `${key.arn} is not pending deletion.`);
      return { ...key, ownState: "Disabled" };
    });
    return { KeyId: arn };
  },
});
