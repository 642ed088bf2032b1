/** Answers of the XKS Proxy API. */
import type { ApiResponse } from "../../lib/door.ts";
import { printableMessage, type XksErrorName, xksErrors } from "../errors.ts";

/** 200 with a JSON body. */
export function answer(json: string): ApiResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: json };
}

/** The error body of the specification; a message that may not be sent as it is gets cut and cleaned. */
export function errorAnswer(errorName: XksErrorName, message: string): ApiResponse {
  return {
    status: xksErrors[errorName].status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ errorName, errorMessage: printableMessage(message) }),
  };
}

/** "If the XKS Proxy receives an HTTP GET request at a URI associated with any of these four APIs …" */
export const methodNotAllowed: ApiResponse = {
  status: 405,
  headers: { "content-type": "text/plain", allow: "POST" },
  body: "Method Not Allowed: operations of the XKS Proxy API are POST requests\n",
};

export const toBase64 = (bytes: Uint8Array): string =>
  (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString("base64");
