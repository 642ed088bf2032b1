/**
 * The AWS query protocol: a form with `Action` and `Version`, answered in XML. What older clients speak, and the only form
 * of presigned GET requests.
 */
import { isUtf8 } from "node:buffer";
import { header, type ApiRequest } from "../../lib/door.ts";
import { SerializationError } from "../../lib/schema/codec.ts";
import { parseQueryForm, queryCodec } from "../../lib/schema/query-form.ts";
import { element, encodeXml, escapeXml } from "../../lib/schema/xml.ts";
import { faultOf, type AnyOperation, type AnyService, type Protocol } from "./protocol.ts";

const formType = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * A GET is a request of this protocol only when it carries a signature, and never when a browser follows a link: what a
 * page can make a browser fetch must not act.
 */
function isSignedGet(request: ApiRequest): boolean {
  if (request.method !== "GET" || request.headers["sec-fetch-mode"] === "navigate") return false;
  const query = request.path.indexOf("?");
  if (query === -1 || !request.path.includes("Action=", query)) return false;
  return request.path.includes("X-Amz-Algorithm=", query) || header(request.headers, "authorization") !== undefined;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const answerAttributes = (service: AnyService | undefined): string =>
  service?.xmlNamespace === undefined ? "" : ` xmlns="${escapeXml(service.xmlNamespace)}"`;

function successBody(operation: AnyOperation, output: unknown, service: AnyService | undefined, requestId: string): string {
  const { name, output: schema } = operation;
  const hasResult = schema.kind !== "structure" || schema.members.length > 0;
  const result = hasResult ? element(`${name}Result`, encodeXml(schema, output)) : "";
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${name}Response${answerAttributes(service)}>${result}${metadata}</${name}Response>`;
}

export const query: Protocol = {
  codec: queryCodec,

  speaks(request) {
    const type = header(request.headers, "content-type");
    return request.method === "POST" ? type !== undefined && formType.test(type) : isSignedGet(request);
  },

  target: () => undefined,

  targetIn(document, services) {
    const { Action, Version } = document as Readonly<Record<string, unknown>>;
    const action = text(Action);
    const version = text(Version);
    const unknown =
      action === ""
        ? "The request must contain the parameter Action"
        : `Could not find operation ${action} for version ${version === "" ? "NO_VERSION_SPECIFIED" : version}`;
    return { service: services.find(({ queryVersion }) => queryVersion === version && version !== ""), operationName: action, unknown };
  },

  parse(body, request) {
    if (request.method === "GET") return parseQueryForm(request.path.slice(request.path.indexOf("?") + 1));
    if (!isUtf8(body)) throw new SerializationError("The body is not valid UTF-8");
    return parseQueryForm(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  },

  success: (operation, output, { service, requestId }) => ({
    status: 200,
    headers: { ...service?.answerHeaders, "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: successBody(operation, output, service, requestId),
  }),

  failure(error, _request, { service, requestId }) {
    let inside = `<Type>${faultOf(error)}</Type><Code>${escapeXml(error.queryCode ?? error.code)}</Code>`;
    if (error.message !== "") inside += `<Message>${escapeXml(error.message)}</Message>`;
    inside += plainXml(error.members ?? {});
    return {
      status: error.status,
      headers: { ...service?.answerHeaders, "content-type": "text/xml", "x-amzn-requestid": requestId },
      body: `<ErrorResponse${answerAttributes(service)}><Error>${inside}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  },
};

/** Further members of an error, which have no schema. */
function plainXml(value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => element("member", plainXml(entry))).join("");
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, entry]) => element(name, plainXml(entry)))
    .join("");
}
