/** ListTagsForResource: none for a resource that there is not, as CloudWatch answers for deleted alarms. */
import { operation } from "../../aws/operation.ts";
import { string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { resourceOf, tagListShape, tagsOf } from "../tags.ts";

export const listTagsForResource = operation<CloudWatchContext>()({
  name: "ListTagsForResource",
  access: "viewer",
  input: structure("ListTagsForResourceInput", { ResourceARN: string() }),
  output: structure("ListTagsForResourceOutput", { Tags: tagListShape }),
  async handle({ ResourceARN: arn }, { context }) {
    const resource = resourceOf(context, arn);
    const tags = resource ? await tagsOf(context, resource.arn) : {};
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
