/** Who calls: what authentication found out. */
import type { Role } from "../model/access-key.ts";

export interface Caller {
  /** `arn:aws:iam::<account>:user/<name>`. */
  readonly arn: string;
  readonly accountId: string;
  readonly role: Role;
  /** By what the caller was known: a SigV4 signature, a console session, the local administrator's socket, or `--auth off`. */
  readonly by: "signature" | "session" | "local" | "off" | "nobody";
  readonly accessKeyId?: string;
  /** Region of the signature's scope, which is the region of the request; absent where nothing was signed. */
  readonly region?: string;
  readonly remoteAddress: string;
}
