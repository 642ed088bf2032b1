/** AWS JSON 1.0 and 1.1: `POST /`, the operation in x-amz-target. What KMS and today's CloudWatch clients speak. */
import { header, type ApiRequest, type Headers } from "../../lib/door.ts";
import { SerializationError } from "../../lib/schema/codec.ts";
import { encodeJson } from "../../lib/schema/encode.ts";
import { jsonCodec, parseJson } from "../../lib/schema/json.ts";
import { errorDocument, errorHead, type AnyService, type Protocol } from "./protocol.ts";

/** The operation a request names in its headers, e.g. "TrentService.Encrypt"; undefined for other protocols. */
export const targetOf = (headers: Headers): string | undefined => header(headers, "x-amz-target");

const contentTypes: Readonly<Record<string, string>> = { "1.0": "application/x-amz-json-1.0", "1.1": "application/x-amz-json-1.1" };

/** Clients of either version are answered by the service's own. */
const contentTypeOf = (service: AnyService | undefined): string =>
  contentTypes[service?.jsonVersion ?? "1.1"] ?? "application/x-amz-json-1.1";

function isAmzJson(request: ApiRequest): boolean {
  const type = header(request.headers, "content-type");
  if (type === "application/x-amz-json-1.1" || type === "application/x-amz-json-1.0") return true;
  return type !== undefined && /^\s*application\/x-amz-json-1\.[01]\s*(;|$)/i.test(type);
}

export const json: Protocol = {
  codec: jsonCodec,

  speaks: (request) => request.method === "POST" && targetOf(request.headers) !== undefined,

  target(request, services) {
    const name = targetOf(request.headers) ?? "";
    const dot = name.lastIndexOf(".");
    const prefix = name.slice(0, Math.max(0, dot));
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    return { service, operationName: name.slice(dot + 1), unknown: "The operation named in X-Amz-Target is not known here" };
  },

  targetIn: () => {
    throw new Error("AWS JSON names its operation in a header");
  },

  parse(body, request) {
    // Any page may post text/plain to another site; no page may post this type unasked.
    if (!isAmzJson(request))
      throw new SerializationError("The Content-Type must be application/x-amz-json-1.0 or application/x-amz-json-1.1");
    return parseJson(body);
  },

  success: (operation, output, { service, requestId }) => ({
    status: 200,
    headers: { ...service?.answerHeaders, "content-type": contentTypeOf(service), "x-amzn-requestid": requestId },
    body: encodeJson(operation.output, output),
  }),

  failure(error, request, context) {
    const { status, headers } = errorHead(error, request, context);
    headers["content-type"] = contentTypeOf(context.service);
    return { status, headers, body: JSON.stringify(errorDocument(error, context.service)) };
  },
};
