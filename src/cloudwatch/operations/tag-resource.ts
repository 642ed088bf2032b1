/** TagResource: adds tags to an alarm or dashboard, or gives those of the same keys new values. */
import { operation } from "../../aws/operation.ts";
import { string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { checkTags, existingResource, tagListShape, tagsOf, tagsWrite } from "../tags.ts";

export const tagResource = operation<CloudWatchContext>()({
  name: "TagResource",
  access: "user",
  input: structure("TagResourceInput", { ResourceARN: string(), Tags: tagListShape }),
  output: structure("TagResourceOutput", {}),
  async handle({ ResourceARN, Tags = [] }, { context }) {
    const added = checkTags(Tags);
    const { arn } = await existingResource(context, ResourceARN);
    const tags = { ...(await tagsOf(context, arn)), ...added };
    checkTags(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
    await context.resources.write([tagsWrite(arn, tags)]);
    return {};
  },
});
