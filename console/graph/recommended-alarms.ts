/** The recommended alarm of each graph, as the input of PutMetricAlarm. */
import type { GraphId } from "./five-graphs.ts";

export interface RecommendedAlarm {
  /** What it tells, in one sentence. */
  readonly sentence: string;
  readonly input: Readonly<Record<string, unknown>> & { readonly AlarmName: string; readonly Threshold: number };
}

interface StoreNames {
  readonly keyStoreId: string;
  readonly name: string;
  readonly certificateName: string | undefined;
}

const schema = '"AWS/KMS", CustomKeyStoreId, ErrorType, ExceptionName, KeySpec, KmsOperation, XksOperation';

function errorsAlarm({ keyStoreId, name }: StoreNames, errorType: "Retryable" | "Non-retryable", sentence: string): RecommendedAlarm {
  return {
    sentence,
    input: {
      AlarmName: `${name} ${errorType.toLowerCase()} errors`,
      AlarmDescription: sentence,
      Metrics: [
        {
          Id: "errors",
          Label: `${errorType} errors`,
          Expression: `SELECT SUM(XksProxyErrors) FROM SCHEMA(${schema}) WHERE CustomKeyStoreId = '${keyStoreId}' AND ErrorType = '${errorType}'`,
          Period: 60,
          ReturnData: true,
        },
      ],
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 5,
      TreatMissingData: "notBreaching",
    },
  };
}

const alarms: Readonly<Record<GraphId, (store: StoreNames) => RecommendedAlarm | undefined>> = {
  "total-requests": ({ keyStoreId, name }) => ({
    sentence: "More than 0 requests were refused by the key store's own quota within one minute.",
    input: {
      AlarmName: `${name} throttling`,
      AlarmDescription: "Requests were refused by the key store's own quota.",
      Metrics: [
        {
          Id: "throttled",
          Label: "Throttled requests",
          Expression: `SELECT SUM(ExternalKeyStoreThrottle) FROM SCHEMA("AWS/KMS", CustomKeyStoreId, KeySpec, KmsOperation) WHERE CustomKeyStoreId = '${keyStoreId}'`,
          Period: 60,
          ReturnData: true,
        },
      ],
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      TreatMissingData: "notBreaching",
    },
  }),
  reliability: (store) => errorsAlarm(store, "Retryable", "More than five retryable errors were recorded within one minute."),
  "top-5-exceptions": (store) =>
    errorsAlarm(store, "Non-retryable", "More than five non-retryable errors were recorded within one minute."),
  latency: ({ keyStoreId, name }) => ({
    sentence: "The average latency of Encrypt over five minutes came above 200 of the 250 milliseconds.",
    input: {
      AlarmName: `${name} response time-out`,
      AlarmDescription: "The latency of the external key store proxy approaches the time-out of 250 milliseconds.",
      Namespace: "AWS/KMS",
      MetricName: "XksProxyLatency",
      Dimensions: [
        { Name: "CustomKeyStoreId", Value: keyStoreId },
        { Name: "KmsOperation", Value: "Encrypt" },
        { Name: "XksOperation", Value: "Encrypt" },
        { Name: "KeySpec", Value: "SYMMETRIC_DEFAULT" },
      ],
      Statistic: "Average",
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 200,
    },
  }),
  "certificate-days-to-expire": ({ keyStoreId, name, certificateName }) =>
    certificateName === undefined
      ? undefined
      : {
          sentence: "The TLS certificate of the proxy endpoint expires in less than ten days.",
          input: {
            AlarmName: `${name} certificate expiration`,
            AlarmDescription: "The TLS certificate of the external key store proxy expires soon.",
            Namespace: "AWS/KMS",
            MetricName: "XksProxyCertificateDaysToExpire",
            Dimensions: [
              { Name: "CustomKeyStoreId", Value: keyStoreId },
              { Name: "CertificateName", Value: certificateName },
            ],
            Statistic: "Minimum",
            Period: 300,
            EvaluationPeriods: 1,
            ComparisonOperator: "LessThanThreshold",
            Threshold: 10,
          },
        },
};

/** The alarm the guide recommends beside a graph (beside Total requests: on throttling). The certificate's needs its name. */
export function recommendedAlarm(id: GraphId, store: StoreNames): RecommendedAlarm | undefined {
  return alarms[id](store);
}
