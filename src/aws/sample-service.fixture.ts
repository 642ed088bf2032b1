/** A small service that speaks all three protocols, for this room's tests: one operation of each kind of input and output. */
import { blob, boolean, column, double, enumeration, integer, list, map, required, string, structure, timestamp } from "../lib/schema.ts";
import { ApiError } from "./api-error.ts";
import { operation, type Operation, type Service } from "./operation.ts";

const context = (): Record<string, never> => ({});
const define = operation<Record<string, never>>();
const dimension = structure("Dimension", {
  Name: required(string({ length: [1, 255] })),
  Value: required(string({ length: [1, 1024] })),
});

/** Gives back what it got: every kind of leaf, list, map and structure. */
const everything = structure("Everything", {
  Text: string({ length: [1, 256], pattern: /^[^<]*$/ }),
  State: enumeration(["OK", "ALARM"]),
  Count: integer([1, 1000]),
  Value: double(),
  Flag: boolean(),
  Data: blob([1, 4096]),
  At: timestamp(),
  Dimensions: list(dimension, [0, 30]),
  Names: list(string({ length: [1, 10] })),
  Values: list(double()),
  Context: map(string({ length: [1, 64] }), string()),
});
const echo = define({ name: "Echo", access: "viewer", input: everything, output: everything, handle: (input) => input });

const encrypt = define({
  name: "Encrypt",
  access: "user",
  input: structure("EncryptRequest", {
    KeyId: required(string({ length: [1, 2048] })),
    Plaintext: required(blob([1, 4096])),
    EncryptionContext: map(string(), string()),
  }),
  output: structure("EncryptResponse", { CiphertextBlob: blob(), KeyId: string() }),
  handle: ({ KeyId, Plaintext }) => ({ CiphertextBlob: Plaintext.toReversed(), KeyId }),
});

const getMetricData = define({
  name: "GetMetricData",
  access: "viewer",
  input: structure("GetMetricDataInput", {
    StartTime: required(timestamp()),
    EndTime: required(timestamp()),
    MetricDataQueries: list(structure("MetricDataQuery", { Id: required(string()) })),
  }),
  output: structure("GetMetricDataOutput", {
    MetricDataResults: list(structure("MetricDataResult", { Id: string(), Timestamps: column(timestamp()), Values: column(double()) })),
  }),
  handle: async ({ StartTime, EndTime, MetricDataQueries = [] }) => {
    await Promise.resolve();
    return {
      MetricDataResults: MetricDataQueries.map(({ Id }) => ({
        Id,
        Timestamps: Float64Array.of(StartTime, EndTime),
        Values: [1.5, Number.NaN],
      })),
    };
  },
});

const putMetricData = define({
  name: "PutMetricData",
  access: "user",
  input: structure("PutMetricDataInput", {
    Namespace: required(string({ length: [1, 255] })),
    MetricData: list(
      structure("MetricDatum", {
        MetricName: required(string({ length: [1, 255] })),
        Value: double(),
        Dimensions: list(dimension, [0, 30]),
      }),
    ),
  }),
  output: structure("Nothing", {}),
  handle: () => ({}),
});

/** Fails in the way that `Dashboard` names. */
const failing = define({
  name: "GetDashboard",
  access: "viewer",
  input: structure("GetDashboardInput", { DashboardName: required(string()) }),
  output: structure("GetDashboardOutput", { DashboardBody: string() }),
  handle({ DashboardName }) {
    switch (DashboardName) {
      case "missing":
        throw new ApiError({
          code: "DashboardNotFoundError",
          queryCode: "ResourceNotFound",
          message: "Dashboard <missing> does not exist",
          status: 404,
        });
      case "silent":
        throw new ApiError({ code: "ResourceNotFound", message: "", status: 404 });
      case "invalid":
        throw new ApiError({
          code: "DashboardInvalidInputError",
          queryCode: "InvalidParameterInput",
          message: "invalid",
          status: 400,
          members: { dashboardValidationMessages: [{ DataPath: "/widgets/0", Message: "Should be array" }] },
        });
      default:
        throw new Error(`no dashboard's secret is ${DashboardName}`);
    }
  },
});

const disableAlarmActions = define({
  name: "DisableAlarmActions",
  access: "admin",
  input: structure("DisableAlarmActionsInput", { AlarmNames: list(string()) }),
  output: structure("Nothing", {}),
  handle: () => ({}),
});

const table = [echo, encrypt, getMetricData, putMetricData, failing, disableAlarmActions] as readonly Operation<Record<string, never>>[];
const operations = new Map(table.map((entry) => [entry.name, entry]));

/** As KMS: JSON 1.1 alone, bare error names. */
export const sampleKms: Service<Record<string, never>> = {
  signingName: "kms",
  targetPrefix: "TrentService",
  jsonVersion: "1.1",
  bodyLimitBytes: 256 * 1024,
  internalErrorCode: "KMSInternalException",
  operations,
  context: context(),
  answerHeaders: { "cache-control": "no-store" },
};

/** As CloudWatch: three protocols, errors with a namespace and legacy codes. */
export const sampleCloudWatch: Service<Record<string, never>> = {
  signingName: "monitoring",
  targetPrefix: "GraniteServiceVersion20100801",
  jsonVersion: "1.0",
  queryVersion: "2010-08-01",
  errorNamespace: "com.amazonaws.cloudwatch.v2010_08_01",
  xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  actionPrefix: "cloudwatch",
  internalErrorCode: "InternalServiceFault",
  operations,
  context: context(),
};
