/** DeleteAccessKey: calls signed with it are refused from now on, and its user's console sessions end. */
import { operation } from "../../aws/operation.ts";
import { string, structure } from "../../lib/schema.ts";
import { findAccessKey } from "../find-access-key.ts";
import type { WebContext } from "../web-context.ts";

export const deleteAccessKey = operation<WebContext>()({
  name: "DeleteAccessKey",
  access: "admin",
  input: structure("DeleteAccessKeyRequest", { AccessKeyId: string({ length: [1, 128] }), Name: string({ length: [1, 64] }) }),
  output: structure("DeleteAccessKeyResponse", {}),
  async handle(asked, { context }) {
    const key = await findAccessKey(context, asked);
    const sessions = (await context.resources.list("session")).filter(({ value }) => value.userName === key.name);
    await context.commit([
      { kind: "access-key", id: key.id, value: undefined },
      ...sessions.map(({ id }) => ({ kind: "session" as const, id, value: undefined })),
    ]);
    return {};
  },
});
