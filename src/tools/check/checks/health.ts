/** Checks of GetHealthStatus. */
import { getHealthStatus } from "../../../xks/operations.ts";
import { type Check, fail, pass } from "../check.ts";
import { expectError, expectSuccess, success } from "../expectations.ts";

const source = "GetHealthStatus";

export const healthChecks: readonly Check[] = [
  {
    id: "H1",
    title: "answers with all required members in their forms",
    source,
    level: "must",
    needs: "authentication",
    remedy: "answer 200 with xksProxyFleetSize, xksProxyVendor, xksProxyModel, ekmVendor and 1 to 10 ekmFleetDetails",
    connectionErrorCode: "XKS_PROXY_INVALID_RESPONSE",
    run: async (subject) => expectSuccess(await subject.health(), getHealthStatus.answer),
  },
  {
    id: "H2",
    title: "reports at least one external key manager that can serve",
    source,
    level: "aws",
    needs: "authentication",
    remedy: "bring an external key manager back: AWS KMS takes a fleet of UNAVAILABLE managers for a proxy that cannot be reached",
    connectionErrorCode: "XKS_PROXY_NOT_REACHABLE",
    async run(subject) {
      const read = success(await subject.health(), getHealthStatus.answer);
      if (!("value" in read)) return read;
      const states = read.value.ekmFleetDetails.map(({ healthStatus }) => healthStatus);
      const told = `${states.length} instances: ${states.join(", ")}`;
      return states.some((state) => state !== "UNAVAILABLE") ? pass(told) : fail(told);
    },
  },
  {
    id: "H3",
    title: "accepts a kmsOperation that it does not know",
    source,
    level: "must",
    needs: "authentication",
    remedy: "do not validate kmsOperation: AWS KMS may add operations",
    run: async (subject) =>
      expectSuccess(
        await subject.health({ requestMetadata: { kmsOperation: "FutureOperation", kmsRequestId: "r" } }),
        getHealthStatus.answer,
      ),
  },
  {
    id: "H4",
    title: "treats kmsRequestId as opaque",
    source,
    level: "must",
    needs: "authentication",
    remedy: "take any string as kmsRequestId",
    run: async (subject) =>
      expectSuccess(
        await subject.health({ requestMetadata: { kmsOperation: "KmsHealthCheck", kmsRequestId: "no UUID: äöü/1" } }),
        getHealthStatus.answer,
      ),
  },
  {
    id: "H5",
    title: "refuses a request without requestMetadata",
    source: "GetHealthStatus (requestMetadata is REQUIRED)",
    level: "should",
    needs: "authentication",
    remedy: "answer 400 ValidationException where a required member is missing",
    run: async (subject) => expectError(await subject.health({ requestMetadata: undefined }), "ValidationException"),
  },
  {
    id: "H6",
    title: "needs no kmsKeyArn or awsPrincipalArn, and takes health checks of CreateCustomKeyStore",
    source,
    level: "must",
    needs: "authentication",
    remedy: "require kmsRequestId and kmsOperation alone in a health check",
    run: async (subject) =>
      expectSuccess(
        await subject.health({ requestMetadata: { kmsOperation: "CreateCustomKeyStore", kmsRequestId: "r" } }),
        getHealthStatus.answer,
      ),
  },
];
