/** DescribeKey: the metadata of one key, under any of its names. */
import { required, structure } from "../../lib/schema.ts";
import { authorizedKeyOrAlias } from "./authorized-key.ts";
import { grantTokenListType, keyIdType, keyMetadataType } from "../shapes.ts";
import { keyMetadataOf } from "./key-metadata.ts";
import { operation } from "../../aws/operation.ts";
import type { ManagementContext } from "./management-context.ts";

export const describeKey = operation<ManagementContext>()({
  name: "DescribeKey",
  access: "user",
  input: structure("DescribeKeyRequest", { KeyId: required(keyIdType), GrantTokens: grantTokenListType }),
  output: structure("DescribeKeyResponse", { KeyMetadata: keyMetadataType }),
  handle({ KeyId, GrantTokens }, call) {
    const { key } = authorizedKeyOrAlias(call, KeyId, { action: "kms:DescribeKey", grantTokens: GrantTokens });
    return { KeyMetadata: keyMetadataOf(key, call.context.directory) };
  },
});
