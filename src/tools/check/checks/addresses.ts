/** Checks of paths and methods. */
import type { XksOperationDefinition } from "../../../xks/operations.ts";
import { xksOperationTable } from "../../../xks/operations.ts";
import { healthPath, keyOperationPath, uriPathEnd } from "../../../xks/uri.ts";
import { type Check, fail, pass, skip, warn } from "../check.ts";
import { expectError, told } from "../expectations.ts";
import type { Subject } from "../subject.ts";

const pathOf = ({ options, externalKeyId }: Subject, operation: XksOperationDefinition): string =>
  operation.onKey ? keyOperationPath(options.uriPath, externalKeyId || "none", operation.pathSuffix) : healthPath(options.uriPath);

const methodChecks: readonly Check[] = Object.values(xksOperationTable).map((operation, index) => ({
  id: `U${index + 1}`,
  title: `refuses GET for ${operation.name} with 405`,
  source: "API operations",
  level: "must",
  needs: "connection",
  remedy: "answer 405 Method Not Allowed to GET under the paths of the four operations",
  async run(subject) {
    const exchange = await subject.send(pathOf(subject, operation), "", { method: "GET" });
    return exchange.answer?.status === 405 ? pass("405") : fail(`expected 405, got ${told(exchange)}`);
  },
}));

export const addressChecks: readonly Check[] = [
  ...methodChecks,
  {
    id: "U5",
    title: "refuses a path prefix that is not its own",
    source: "Error codes",
    level: "must",
    needs: "connection",
    remedy: "answer 404 InvalidUriPathException where the URI path belongs to no key store",
    connectionErrorCode: "XKS_PROXY_INVALID_CONFIGURATION",
    async run(subject) {
      const prefix = subject.options.uriPath.slice(0, -uriPathEnd.length);
      const body = { requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "r" } };
      return expectError(await subject.send(healthPath(`${prefix}/invalid${uriPathEnd}`), body), "InvalidUriPathException");
    },
  },
  {
    id: "U6",
    title: "refuses an operation that does not exist",
    source: "Error codes",
    level: "should",
    needs: "connection",
    remedy: "answer 404 InvalidUriPathException, or 501 UnsupportedOperationException, to an unknown operation",
    async run(subject) {
      const exchange = await subject.onKey("/sign", { requestMetadata: subject.metadata("Encrypt") });
      return expectError(exchange, "InvalidUriPathException", "UnsupportedOperationException");
    },
  },
  {
    id: "U7",
    title: "knows no key of 129 characters, and says so in order",
    source: "API operations (externalKeyId MUST NOT exceed 128 characters)",
    level: "should",
    needs: "authentication",
    remedy: "answer 400 or 404 with an error of the table to an external key id that cannot be",
    async run(subject) {
      const exchange = await subject.keyMetadata({}, {}, "k".repeat(129));
      const finding = expectError(exchange, "KeyNotFoundException", "InvalidUriPathException", "ValidationException");
      return finding.result === "pass" ? finding : warn(finding.detail);
    },
  },
  {
    id: "U8",
    title: "understands key ids of 128 characters with letters of both cases, digits, period, underscore and hyphen",
    source: "API operations (externalKeyId)",
    level: "must",
    needs: "authentication",
    remedy:
      "take every externalKeyId of up to 128 of these characters for a key id, and say KeyNotFoundException where there is no such key",
    run: async (subject) =>
      expectError(
        await subject.keyMetadata({}, {}, "xkswatch-check_no.such.Key-0123456789.".padEnd(128, "aZ9._-")),
        "KeyNotFoundException",
      ),
  },
  {
    id: "U9",
    title: "tells key ids apart that differ in case alone",
    source: "API operations (identify an external key unambiguously)",
    level: "should",
    needs: "key",
    remedy: "compare key ids as they are: another id must not lead to the same key",
    async run(subject) {
      const other = subject.externalKeyId.replace(/[A-Za-z]/g, (letter) =>
        letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
      );
      if (other === subject.externalKeyId) return skip("the key id has no letters");
      return expectError(await subject.keyMetadata({}, {}, other), "KeyNotFoundException");
    },
  },
];
