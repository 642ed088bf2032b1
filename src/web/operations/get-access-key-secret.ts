/** GetAccessKeySecret: for `xkswatch env`, which runs where the data directory is; nobody else is told a secret twice. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import { accessDenied } from "../console-error.ts";
import { findAccessKey } from "../find-access-key.ts";
import type { WebContext } from "../web-context.ts";

export const getAccessKeySecret = operation<WebContext>()({
  name: "GetAccessKeySecret",
  access: "admin",
  input: structure("GetAccessKeySecretRequest", { AccessKeyId: string({ length: [1, 128] }), Name: string({ length: [1, 64] }) }),
  output: structure("GetAccessKeySecretResponse", {
    AccessKeyId: required(string()),
    SecretAccessKey: required(string({ sensitive: true })),
    Name: required(string()),
    Role: required(string()),
  }),
  async handle(asked, { context, caller }) {
    if (caller.by !== "local") throw accessDenied("Secrets are told to the local administrator alone: use `xkswatch env` on the server.");
    const { id, secret, name, role } = await findAccessKey(context, asked);
    return { AccessKeyId: id, SecretAccessKey: secret, Name: name, Role: role };
  },
});
