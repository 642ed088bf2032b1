/** ListAccessKeys: who may call this service, by name; never a secret. */
import { operation } from "../../aws/operation.ts";
import { list, required, string, structure, timestamp } from "../../lib/schema.ts";
import type { WebContext } from "../web-context.ts";

export const listAccessKeys = operation<WebContext>()({
  name: "ListAccessKeys",
  access: "admin",
  input: structure("ListAccessKeysRequest", {}),
  output: structure("ListAccessKeysResponse", {
    AccessKeys: required(
      list(
        structure("AccessKeyMetadata", {
          AccessKeyId: required(string()),
          Name: required(string()),
          Role: required(string()),
          CreatedAt: required(timestamp()),
        }),
      ),
    ),
  }),
  handle(_input, { context }) {
    const keys = [...context.directory.accessKeys()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return {
      AccessKeys: keys.map(({ id, name, role, createdAt }) => ({ AccessKeyId: id, Name: name, Role: role, CreatedAt: createdAt / 1000 })),
    };
  },
});
