/** Checks of SigV4 authentication. */
import { getHealthStatus } from "../../../xks/operations.ts";
import { healthPath, keyOperationPath } from "../../../xks/uri.ts";
import { type Check, skip } from "../check.ts";
import { expectError, expectSuccess } from "../expectations.ts";
import type { Deviations } from "../exchange.ts";
import type { Subject } from "../subject.ts";

const source = "Authentication; Appendix A";
const refusal = "answer 401 AuthenticationFailedException to every request whose signature does not hold";

/** A health check signed otherwise than AWS KMS signs, which must not be answered. */
function refused(id: string, title: string, deviations: (subject: Subject) => Deviations): Check {
  return {
    id,
    title,
    source,
    level: "must",
    needs: "authentication",
    remedy: refusal,
    run: async (subject) => expectError(await subject.health({}, deviations(subject)), "AuthenticationFailedException"),
  };
}

const otherLetter = (text: string): string => `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`;
const minutes = 60_000;

export const authenticationChecks: readonly Check[] = [
  {
    id: "A1",
    title: "takes a request signed as AWS KMS signs",
    source,
    level: "must",
    needs: "connection",
    remedy:
      "verify SigV4 for service kms-xks-proxy with the configured credentials; behind a reverse proxy, pass the Host header on unchanged",
    connectionErrorCode: "INVALID_CREDENTIALS",
    run: async (subject) => expectSuccess(await subject.health(), getHealthStatus.answer),
  },
  refused("A2", "refuses a request without a signature", () => ({ unsigned: true })),
  refused("A3", "refuses a wrong secret access key", ({ options }) => ({ secretAccessKey: otherLetter(options.secretAccessKey) })),
  refused("A4", "refuses an access key id that it does not know", ({ options }) => ({ accessKeyId: otherLetter(options.accessKeyId) })),
  refused("A5", "refuses a signature for another service", () => ({ service: "kms" })),
  refused("A6", "refuses a signature more than five minutes old", () => ({ skewMs: -6 * minutes })),
  refused("A7", "refuses a signature more than five minutes ahead", () => ({ skewMs: 6 * minutes })),
  refused("A8", "refuses a body other than the signed one", () => ({
    sentBody: JSON.stringify({ requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "other" } }),
  })),
  refused("A9", "refuses a date other than the signed one", () => ({ headers: { "x-amz-date": "20200101T000000Z" } })),
  {
    id: "A10",
    title: "refuses a signature made for another path",
    source,
    level: "must",
    needs: "key",
    remedy: refusal,
    async run(subject) {
      const { uriPath } = subject.options;
      const sentPath = keyOperationPath(uriPath, subject.externalKeyId, "/metadata");
      const body = { requestMetadata: subject.metadata("CreateKey") };
      return expectError(await subject.send(healthPath(uriPath), body, { sentPath }), "AuthenticationFailedException");
    },
  },
  {
    id: "A11",
    title: "takes a signature from any Region",
    source: "Authentication (the Region is the one from which AWS KMS calls)",
    level: "must",
    needs: "authentication",
    remedy: "take the Region for the signing key from the credential scope of the request",
    run: async (subject) => expectSuccess(await subject.health({}, { region: "eu-west-1" }), getHealthStatus.answer),
  },
  {
    id: "A12",
    title: "takes further signed headers",
    source: "Appendix A, Task 1 (at the very least Host and X-Amz-Date)",
    level: "should",
    needs: "authentication",
    remedy: "build the canonical headers from SignedHeaders; if a reverse proxy stands in front, let it pass headers on unchanged",
    run: async (subject) =>
      expectSuccess(
        await subject.health({}, { signedHeaders: { "content-type": "application/json", "x-amz-checked": "a  b" } }),
        getHealthStatus.answer,
      ),
  },
  {
    id: "A13",
    title: "holds two live credentials",
    source: "SigV4 credentials rotation",
    level: "should",
    needs: "authentication",
    remedy: "accept two credentials for each path prefix, so that they can be rotated without a gap",
    async run(subject) {
      const { second } = subject.options;
      return second ? expectSuccess(await subject.health({}, second), getHealthStatus.answer) : skip("no second credential was given");
    },
  },
  {
    id: "A14",
    title: "takes signatures that are four minutes old or ahead, as clocks drift",
    source: "Appendix A, Task 4 (more than 5 minutes SHOULD fail, accommodating clock drift)",
    level: "should",
    needs: "authentication",
    remedy: "allow the time of a signature to be up to five minutes off",
    async run(subject) {
      const old = expectSuccess(await subject.health({}, { skewMs: -4 * minutes }), getHealthStatus.answer);
      return old.result === "pass" ? expectSuccess(await subject.health({}, { skewMs: 4 * minutes }), getHealthStatus.answer) : old;
    },
  },
];
