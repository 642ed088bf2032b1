/** ListAliases: all aliases, or those of one key, in pages. */
import { aliasNameType, arnType, keyIdType, limitType, markerType, pageMembers } from "../shapes.ts";
import { findKeyByIdOrArn } from "../find-key.ts";
import { list, structure, timestamp } from "../../lib/schema.ts";
import { operation } from "../../aws/operation.ts";
import { pageOf } from "./paging.ts";
import type { ManagementContext } from "./management-context.ts";

/** ListAliases has a default of its own. */
const defaultLimit = 50;

export const listAliases = operation<ManagementContext>()({
  name: "ListAliases",
  access: "user",
  input: structure("ListAliasesRequest", { KeyId: keyIdType, Limit: limitType, Marker: markerType }),
  output: structure("ListAliasesResponse", {
    Aliases: list(
      structure("AliasListEntry", {
        AliasName: aliasNameType,
        AliasArn: arnType,
        TargetKeyId: keyIdType,
        CreationDate: timestamp(),
        LastUpdatedDate: timestamp(),
      }),
    ),
    ...pageMembers,
  }),
  handle({ KeyId, ...page }, { context: { directory } }) {
    const keyId = KeyId === undefined ? undefined : findKeyByIdOrArn(directory, KeyId).id;
    const aliases = [...directory.aliases()].filter((alias) => keyId === undefined || alias.keyId === keyId);
    const { entries, ...rest } = pageOf(aliases, ({ name }) => name, page, defaultLimit);
    return {
      Aliases: entries.map(({ name, arn, keyId, createdAt, updatedAt }) => ({
        AliasName: name,
        AliasArn: arn,
        TargetKeyId: keyId,
        CreationDate: createdAt / 1000,
        LastUpdatedDate: updatedAt / 1000,
      })),
      ...rest,
    };
  },
});
