/** The key policy that a KMS key has when none is given: the account's administrators rule, in the text that AWS stores. */
import type { Installation } from "../directory.ts";

export function defaultKeyPolicy({ accountId }: Installation): string {
  return `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${accountId}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`;
}
