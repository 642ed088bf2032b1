/** Finds the access key that an operation names, by id or by its user's name. */
import type { AccessKey } from "../model/access-key.ts";
import { invalid, notFound } from "./console-error.ts";
import type { WebContext } from "./web-context.ts";

/** @throws ApiError when both or neither is given, or there is no such key */
export async function findAccessKey(
  { resources }: Pick<WebContext, "resources">,
  { AccessKeyId: id, Name: name }: { readonly AccessKeyId?: string; readonly Name?: string },
): Promise<AccessKey> {
  if (id !== undefined && name === undefined) {
    const found = await resources.read("access-key", id);
    if (found) return found.value;
    throw notFound(`There is no access key ${id}.`);
  }
  if (name !== undefined && id === undefined) {
    const [found] = await resources.find("access-key", "name", name);
    if (found) return found.value;
    throw notFound(`There is no access key of ${name}. ListAccessKeys, or \`xkswatch access-keys list\`, shows all.`);
  }
  throw invalid("Give either AccessKeyId or Name.");
}
