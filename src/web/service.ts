/** The console's own AWS-JSON service: `x-amz-target: XkswatchConsole.<Operation>`. */
import type { Service } from "../aws/operation.ts";
import { webOperations } from "./operations.ts";
import type { WebContext } from "./web-context.ts";

/** The service over a context. AWS clients know no scope "xkswatch", so requests may also be signed for those they know. */
export function createWebService(context: WebContext): Service<WebContext> {
  return {
    signingName: "xkswatch",
    alsoSignedAs: ["kms", "monitoring"],
    targetPrefix: "XkswatchConsole",
    jsonVersion: "1.1",
    operations: new Map(webOperations.map((operation) => [operation.name, operation])),
    context,
    answerHeaders: { "cache-control": "no-store" },
  };
}
