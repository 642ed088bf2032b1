/** ListResourceTags: a key's tags, in pages. */
import { authorizedKey } from "./authorized-key.ts";
import { keyIdType, limitType, markerType, pageMembers, tagType } from "../shapes.ts";
import { list, required, structure } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { pageOf } from "./paging.ts";
import type { ManagementContext } from "./management-context.ts";

const defaultLimit = 50;

export const listResourceTags = operation<ManagementContext>()({
  name: "ListResourceTags",
  access: "user",
  input: structure("ListResourceTagsRequest", { KeyId: required(keyIdType), Limit: limitType, Marker: markerType }),
  output: structure("ListResourceTagsResponse", { Tags: list(tagType), ...pageMembers }),
  handle({ KeyId, ...page }, call) {
    const { tags } = authorizedKey(call, KeyId, { action: "kms:ListResourceTags" }).key;
    const { entries, ...rest } = pageOf(tags, ({ key }) => key, page, defaultLimit);
    return { Tags: entries.map(({ key, value }) => ({ TagKey: key, TagValue: value })), ...rest };
  },
});
