/** The first start makes one access key, so that there is a way in: `admin`, shown by `xkswatch env`. */
import { firstAccessKeyName } from "../model/access-key.ts";
import { createAccessKey } from "../web/operations/create-access-key.ts";
import type { WebContext } from "../web/web-context.ts";
import type { Directory } from "../kms/directory.ts";

export async function ensureFirstAccessKey(directory: Directory, context: WebContext): Promise<void> {
  for (const _ of directory.accessKeys()) return;
  const { accountId } = context.installation;
  await createAccessKey.handle(
    { Name: firstAccessKeyName, Role: "admin" },
    {
      context,
      caller: { arn: `arn:aws:iam::${accountId}:root`, accountId, role: "admin", by: "local", remoteAddress: "" },
      requestId: "first-start",
    },
  );
}
