/**
 * What receivers of messages may fetch without a signature: the certificate that messages are signed by, and the links in
 * messages that confirm or end a subscription. What they may do stands in the link: a token, or the subscription's own ARN.
 */
import { ApiError } from "../aws/api-error.ts";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import type { SnsContext } from "./context.ts";
import { confirm, unsubscribe } from "./topics.ts";

export interface SigningCertificate {
  /** PEM. */
  readonly certificate: string;
  readonly certificatePath: string;
}

/** The answer to such a request; undefined for any other. */
export async function answerOpenly(
  request: ApiRequest,
  context: SnsContext,
  { certificate, certificatePath }: SigningCertificate,
): Promise<ApiResponse | undefined> {
  if (request.method !== "GET") return undefined;
  if (request.path === certificatePath) return answer(200, "application/x-pem-file", certificate);
  if (!request.path.startsWith("/?Action=")) return undefined;
  const parameters = new URLSearchParams(request.path.slice(2));
  const action = parameters.get("Action");
  // A signed request is one of the API, whatever its action.
  if (parameters.has("X-Amz-Signature") || request.headers["authorization"] !== undefined) return undefined;
  if (action !== "ConfirmSubscription" && action !== "Unsubscribe") return undefined;
  try {
    if (action === "Unsubscribe") await unsubscribe(context, parameters.get("SubscriptionArn") ?? "");
    else await confirm(context, parameters.get("TopicArn") ?? "", parameters.get("Token") ?? "");
    return answer(
      200,
      "text/plain; charset=utf-8",
      action === "Unsubscribe" ? "The subscription has ended.\n" : "The subscription is confirmed.\n",
    );
  } catch (error) {
    if (error instanceof ApiError) return answer(error.details.status, "text/plain; charset=utf-8", `${error.message}\n`);
    throw error;
  }
}

const answer = (status: number, type: string, body: string): ApiResponse => ({
  status,
  headers: { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" },
  body,
});
