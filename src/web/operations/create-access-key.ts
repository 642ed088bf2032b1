/** CreateAccessKey: a new AWS access key of this service. Its secret is told here and never again. */
import { operation } from "../../aws/operation.ts";
import type { Clock } from "../../lib/clock.ts";
import { enumeration, required, string, structure, timestamp } from "../../lib/schema.ts";
import { roles } from "../../model/access-key.ts";
import { UniqueViolation } from "../../store/resource-store.ts";
import { alreadyExists } from "../console-error.ts";
import type { WebContext } from "../web-context.ts";

/** IAM's rule for user names: the name becomes the last part of an ARN. */
export const userName = string({ length: [1, 64], pattern: /^[\w+=,.@-]+$/ });

export const createAccessKey = operation<WebContext>()({
  name: "CreateAccessKey",
  access: "admin",
  input: structure("CreateAccessKeyRequest", { Name: required(userName), Role: required(enumeration(roles)) }),
  output: structure("CreateAccessKeyResponse", {
    AccessKeyId: required(string()),
    SecretAccessKey: required(string({ sensitive: true })),
    Name: required(string()),
    Role: required(string()),
    CreatedAt: required(timestamp()),
  }),
  async handle({ Name, Role }, { context }) {
    const key = {
      id: accessKeyId(context.clock),
      secret: Buffer.from(context.clock.randomBytes(30)).toString("base64"),
      name: Name,
      role: Role,
      createdAt: context.clock.now(),
    };
    try {
      await context.commit([{ kind: "access-key", id: key.id, value: key, expect: "absent" }]);
    } catch (error) {
      if (error instanceof UniqueViolation)
        throw alreadyExists(`There is an access key of ${Name} already. Delete it first, or choose another name.`);
      throw error;
    }
    return { AccessKeyId: key.id, SecretAccessKey: key.secret, Name, Role, CreatedAt: key.createdAt / 1000 };
  },
});

/** `AKIA` and 16 of A–Z, 2–7: 80 random bits. */
function accessKeyId(clock: Pick<Clock, "randomBytes">): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  // 256 is a multiple of 32: no letter is likelier than another.
  return `AKIA${[...clock.randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join("")}`;
}
