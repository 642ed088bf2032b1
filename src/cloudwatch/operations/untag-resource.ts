/** UntagResource: takes tags from an alarm or dashboard by their keys; keys that it does not have are no error. */
import { operation } from "../../aws/operation.ts";
import { list, string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { existingResource, tagsOf, tagsWrite } from "../tags.ts";

export const untagResource = operation<CloudWatchContext>()({
  name: "UntagResource",
  access: "user",
  input: structure("UntagResourceInput", { ResourceARN: string(), TagKeys: list(string()) }),
  output: structure("UntagResourceOutput", {}),
  async handle({ ResourceARN, TagKeys = [] }, { context }) {
    const { arn } = await existingResource(context, ResourceARN);
    const tags = Object.entries(await tagsOf(context, arn)).filter(([key]) => !TagKeys.includes(key));
    await context.resources.write([tagsWrite(arn, Object.fromEntries(tags))]);
    return {};
  },
});
