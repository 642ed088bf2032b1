/** CreateAlias: a name for a key, unique in the account and Region. */
import { aliasArn } from "../find-key.ts";
import { aliasNameType, keyIdType } from "../shapes.ts";
import { checkAliasName } from "./alias-names.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import { required, structure } from "../../lib/schema.ts";
import { storedAliasTarget } from "./stored.ts";
import type { ManagementContext } from "./management-context.ts";

export const createAlias = operation<ManagementContext>()({
  name: "CreateAlias",
  access: "admin",
  input: structure("CreateAliasRequest", { AliasName: required(aliasNameType), TargetKeyId: required(keyIdType) }),
  output: structure("CreateAliasResponse", {}),
  async handle({ AliasName: name, TargetKeyId }, { context }) {
    checkAliasName(name);
    await context.commits.transact(async () => {
      const { value: key } = await storedAliasTarget(context, TargetKeyId);
      refusePendingDeletion(key);
      const arn = aliasArn(context.installation, name);
      if (await context.resources.read("alias", name)) {
        throw kmsError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
      }
      const now = context.clock.now();
      return [{ kind: "alias", id: name, value: { name, arn, keyId: key.id, createdAt: now, updatedAt: now }, expect: "absent" }];
    });
    return {};
  },
});
