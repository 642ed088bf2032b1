/** Smithy RPC v2 CBOR: `POST /service/<service>/operation/<operation>`. */
import { header } from "../../lib/door.ts";
import { cborCodec, encodeCborDocument, encodeCborValue, parseCbor } from "../../lib/schema/cbor.ts";
import { SerializationError } from "../../lib/schema/codec.ts";
import { errorDocument, errorHead, type Protocol } from "./protocol.ts";

const protocolName = "rpc-v2-cbor";
const rpcPath = /\/service\/(?:[\w.]+\.)?(\w+)\/operation\/(\w+)\/?(?:\?.*)?$/;

export const cbor: Protocol = {
  codec: cborCodec,

  speaks: (request) => request.method === "POST" && header(request.headers, "smithy-protocol") === protocolName,

  target(request, services) {
    const match = rpcPath.exec(request.path);
    const service = match ? services.find(({ targetPrefix }) => targetPrefix === match[1]) : undefined;
    return { service, operationName: match?.[2] ?? "", unknown: "The operation named in the path is not known here" };
  },

  targetIn: () => {
    throw new Error("RPC v2 names its operation in the path");
  },

  parse(body, request) {
    const type = header(request.headers, "content-type");
    if (body.length > 0 && type !== undefined && !/^\s*application\/cbor\s*(;|$)/i.test(type)) {
      throw new SerializationError("The Content-Type must be application/cbor");
    }
    return parseCbor(body);
  },

  success: (operation, output, { service, requestId }) => ({
    status: 200,
    headers: {
      ...service?.answerHeaders,
      "content-type": "application/cbor",
      "smithy-protocol": protocolName,
      "x-amzn-requestid": requestId,
    },
    body: encodeCborValue(operation.output, output),
  }),

  failure(error, request, context) {
    const { status, headers } = errorHead(error, request, context);
    headers["content-type"] = "application/cbor";
    headers["smithy-protocol"] = protocolName;
    return { status, headers, body: encodeCborDocument(errorDocument(error, context.service)) };
  },
};
