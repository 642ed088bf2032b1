/** CreateLoginToken: a one-time login to the console, for the administrator who asks. */
import { operation } from "../../aws/operation.ts";
import { required, string, structure } from "../../lib/schema.ts";
import type { WebContext } from "../web-context.ts";

export const createLoginToken = operation<WebContext>()({
  name: "CreateLoginToken",
  access: "admin",
  input: structure("CreateLoginTokenRequest", {}),
  output: structure("CreateLoginTokenResponse", {
    Token: required(string({ sensitive: true })),
    /** Signs in when opened; the token stands behind `#`, which browsers keep to themselves. */
    Address: required(string({ sensitive: true })),
  }),
  handle(_input, { context, caller }) {
    // "arn:aws:iam::123456789012:user/ana" or, for the local administrator, "…:root".
    const userName = /[^/:]+$/.exec(caller.arn)?.[0] ?? "root";
    const token = context.loginTokens.issue({ userName, role: "admin" });
    return { Token: token, Address: `${context.installation.address}/login#token=${token}` };
  },
});
