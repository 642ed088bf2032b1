/** A request's body as the protocols read it: within its limit, and inflated where a client compressed it. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { header, type ApiRequest } from "../lib/door.ts";
import { bodyTooLarge, malformedBody } from "./errors.ts";

const inflate = promisify(gunzip);

/** What a body may hold where a service says nothing: CloudWatch's 1 MiB. */
export const defaultBodyLimitBytes = 1024 * 1024;
/** Compressed metric data shrink to a tenth at best; more is a bomb. */
const inflationLimit = 10;

/** Whether the body must be inflated first; nearly all are not, and need no promise. */
export function isCompressed(request: ApiRequest): boolean {
  const encoding = header(request.headers, "content-encoding");
  return encoding !== undefined && encoding !== "" && encoding.toLowerCase() !== "identity";
}

/** @throws ApiError for encodings but gzip, broken streams, and what inflates beyond ten times the limit */
export async function inflatedBody(request: ApiRequest, limitBytes: number): Promise<Uint8Array> {
  const encoding = header(request.headers, "content-encoding")?.trim().toLowerCase();
  if (encoding !== "gzip") throw malformedBody("The Content-Encoding is not supported; gzip is");
  const maxOutputLength = limitBytes * inflationLimit;
  try {
    return await inflate(request.body, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw bodyTooLarge(maxOutputLength);
    throw malformedBody("The body is not a gzip stream");
  }
}
