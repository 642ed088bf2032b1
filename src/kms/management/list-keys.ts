/** ListKeys: ids and ARNs of all keys, in pages. */
import { arnType, keyIdType, limitType, markerType, pageMembers } from "../shapes.ts";
import { list, structure } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { pageOf } from "./paging.ts";
import type { ManagementContext } from "./management-context.ts";

const defaultLimit = 100;

export const listKeys = operation<ManagementContext>()({
  name: "ListKeys",
  access: "user",
  input: structure("ListKeysRequest", { Limit: limitType, Marker: markerType }),
  output: structure("ListKeysResponse", {
    Keys: list(structure("KeyListEntry", { KeyId: keyIdType, KeyArn: arnType })),
    ...pageMembers,
  }),
  handle(page, { context }) {
    const { entries, ...rest } = pageOf(context.directory.keys(), ({ id }) => id, page, defaultLimit);
    return { Keys: entries.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...rest };
  },
});
