/** UpdateAlias: the same name for another key. */
import { aliasNameType, keyIdType } from "../shapes.ts";
import { aliasNotFound, checkAliasName } from "./alias-names.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { required, structure } from "../../lib/schema.ts";
import { storedAliasTarget } from "./stored.ts";
import type { ManagementContext } from "./management-context.ts";

export const updateAlias = operation<ManagementContext>()({
  name: "UpdateAlias",
  access: "admin",
  input: structure("UpdateAliasRequest", { AliasName: required(aliasNameType), TargetKeyId: required(keyIdType) }),
  output: structure("UpdateAliasResponse", {}),
  async handle({ AliasName: name, TargetKeyId }, { context }) {
    checkAliasName(name);
    await context.commits.transact(async () => {
      const stored = await context.resources.read("alias", name);
      if (!stored) throw aliasNotFound(context.installation, name);
      const { value: key } = await storedAliasTarget(context, TargetKeyId);
      refusePendingDeletion(key);
      const value = { ...stored.value, keyId: key.id, updatedAt: context.clock.now() };
      return [{ kind: "alias", id: name, value, expect: stored.version }];
    });
    return {};
  },
});
