/** UntagResource: takes tags from a key; keys of tags that it does not have are passed over. */
import { changeKey } from "./change-key.ts";
import { checkNotReserved } from "./tags.ts";
import { keyIdType, tagKeyType } from "../shapes.ts";
import { list, required, structure } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import type { ManagementContext } from "./management-context.ts";

export const untagResource = operation<ManagementContext>()({
  name: "UntagResource",
  access: "admin",
  input: structure("UntagResourceRequest", { KeyId: required(keyIdType), TagKeys: required(list(tagKeyType)) }),
  output: structure("UntagResourceResponse", {}),
  async handle({ KeyId, TagKeys }, { context }) {
    checkNotReserved(TagKeys);
    await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return { ...key, tags: key.tags.filter((tag) => !TagKeys.includes(tag.key)) };
    });
    return {};
  },
});
