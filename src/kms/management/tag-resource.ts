/** TagResource: adds tags to a key, or gives those that are there new values. */
import { changeKey } from "./change-key.ts";
import { keyIdType, tagType } from "../shapes.ts";
import { list, required, structure } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { withTags } from "./tags.ts";
import type { ManagementContext } from "./management-context.ts";

export const tagResource = operation<ManagementContext>()({
  name: "TagResource",
  access: "admin",
  input: structure("TagResourceRequest", { KeyId: required(keyIdType), Tags: required(list(tagType)) }),
  output: structure("TagResourceResponse", {}),
  async handle({ KeyId, Tags }, { context }) {
    await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return { ...key, tags: withTags(key.tags, Tags) };
    });
    return {};
  },
});
