/** DescribeKey: the metadata of one key, under any of its names. */
import { required, structure } from "../../lib/schema.ts";
import { findKey } from "../crypto/find-key.ts";
import { grantTokenListType, keyIdType, keyMetadataType } from "../shapes.ts";
import { keyMetadataOf } from "./key-metadata.ts";
import { operation } from "../../aws/operation.ts";
import type { ManagementContext } from "./management-context.ts";

export const describeKey = operation<ManagementContext>()({
  name: "DescribeKey",
  access: "user",
  input: structure("DescribeKeyRequest", { KeyId: required(keyIdType), GrantTokens: grantTokenListType }),
  output: structure("DescribeKeyResponse", { KeyMetadata: keyMetadataType }),
  handle({ KeyId }, { context }) {
    return { KeyMetadata: keyMetadataOf(findKey(context.directory, KeyId), context.directory) };
  },
});
