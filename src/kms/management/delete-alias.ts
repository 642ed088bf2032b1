/** DeleteAlias: the name goes, the key stays. */
import { aliasNameType } from "../shapes.ts";
import { aliasNotFound, checkAliasName } from "./alias-names.ts";
import { operation } from "../../aws/operation.ts";
import { required, structure } from "../../lib/schema.ts";
import type { ManagementContext } from "./management-context.ts";

export const deleteAlias = operation<ManagementContext>()({
  name: "DeleteAlias",
  access: "admin",
  input: structure("DeleteAliasRequest", { AliasName: required(aliasNameType) }),
  output: structure("DeleteAliasResponse", {}),
  async handle({ AliasName: name }, { context }) {
    checkAliasName(name);
    await context.commits.transact(async () => {
      const stored = await context.resources.read("alias", name);
      if (!stored) throw aliasNotFound(context.installation, name);
      return [{ kind: "alias", id: name, value: undefined, expect: stored.version }];
    });
    return {};
  },
});
