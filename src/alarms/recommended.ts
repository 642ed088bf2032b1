/**
 * The recommended alarms of an external key store (AWS KMS Developer Guide, "Monitor external key stores": certificate,
 * time-outs, retryable and non-retryable errors; beside them throttling, key manager states and a reliability budget), as the
 * inputs of PutMetricAlarm and PutCompositeAlarm. Console, command and exports read this list.
 */

/** A metric alarm's input without its name's key store and its actions. */
export interface MetricAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly Period?: number;
    readonly Label?: string;
    readonly MetricStat?: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
      };
      readonly Period: number;
      readonly Stat: string;
    };
    readonly ReturnData: boolean;
  }[];
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
}

export interface CompositeAlarmInput {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmRule: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
}

interface Common {
  /** Stable, for file names and resource names: "certificate-expiration". */
  readonly id: string;
  /** The same condition in PromQL over this product's exposition; absent where others say it already. */
  readonly promql?: string;
}
export type RecommendedAlarm = Common &
  ({ readonly type: "metric"; readonly input: MetricAlarmInput } | { readonly type: "composite"; readonly input: CompositeAlarmInput });

export interface RecommendFor {
  readonly keyStoreId: string;
  readonly name: string;
  /** ARNs that are told of ALARM and of OK again. */
  readonly notify: readonly string[];
}

/** Of all requests so many per cent should be answered, well or with an error that is the caller's. */
export const objectivePercent = 99.9;
/** At this pace a month's budget is used up in two days. */
const burnRate = 14.4;
const budgetThreshold = Number((burnRate * (1 - objectivePercent / 100)).toFixed(6));

const errorsSchema = '"AWS/KMS", CustomKeyStoreId, ErrorType, ExceptionName, KeySpec, KmsOperation, XksOperation';
const latencySchema = '"AWS/KMS", CustomKeyStoreId, KeySpec, KmsOperation, XksOperation';

/** The alarms for one key store, in the order in which they are made: children before the composite that names them. */
export function recommendedAlarms(store: RecommendFor): readonly RecommendedAlarm[] {
  return [
    certificate(store),
    timeOut(store, "Encrypt"),
    timeOut(store, "Decrypt"),
    errors(store, "Retryable"),
    errors(store, "Non-retryable"),
    throttling(store),
    keyManagers(store, "Unavailable"),
    keyManagers(store, "Degraded"),
    budgetWindow(store, 300),
    budgetWindow(store, 3600),
    budget(store),
  ];
}

const told = ({ notify }: RecommendFor) => (notify.length > 0 ? { AlarmActions: notify, OKActions: notify } : {});
const label = ({ keyStoreId }: RecommendFor): string => `custom_key_store_id="${keyStoreId}"`;

/** An alarm on one Metrics Insights query. */
function onQuery(
  store: RecommendFor,
  { name, description, query, period, threshold }: { name: string; description: string; query: string; period: number; threshold: number },
): MetricAlarmInput {
  return {
    AlarmName: `${store.name} ${name}`,
    AlarmDescription: description,
    ...told(store),
    Metrics: [{ Id: "q1", Expression: query, Period: period, ReturnData: true }],
    EvaluationPeriods: 1,
    Threshold: threshold,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
  };
}

/**
 * Never silent: while health checks reach no endpoint whose certificate they accept, days of 10 and more say nothing, and what
 * is missing is ignored. So an expired, untrusted, wrongly named or unreachable certificate leaves an alarm as it is.
 */
function certificate(store: RecommendFor): RecommendedAlarm {
  const { keyStoreId, name } = store;
  const dimension = (Name: string, Value: string) => ({ Name, Value });
  return {
    id: "certificate-expiration",
    type: "metric",
    promql: `min by (custom_key_store_id) (xkswatch_xks_proxy_certificate_expires_in_seconds{${label(store)}}) < 10 * 86400`,
    input: {
      AlarmName: `${name} certificate expiration`,
      AlarmDescription:
        "The TLS certificate of the external key store proxy expires in less than ten days. After that no key of the key store can be used: renew the certificate.",
      ...told(store),
      Metrics: [
        {
          Id: "days",
          Expression: `SELECT MIN(XksProxyCertificateDaysToExpire) FROM SCHEMA("AWS/KMS", CertificateName, CustomKeyStoreId) WHERE CustomKeyStoreId = '${keyStoreId}'`,
          Period: 300,
          ReturnData: false,
        },
        {
          Id: "unreachable",
          MetricStat: {
            Metric: {
              Namespace: "AWS/KMS",
              MetricName: "XksProxyErrors",
              Dimensions: [
                dimension("CustomKeyStoreId", keyStoreId),
                dimension("ErrorType", "Retryable"),
                dimension("ExceptionName", "XksProxyUnreachableException"),
                dimension("KeySpec", "SYMMETRIC_DEFAULT"),
                dimension("KmsOperation", "KmsHealthCheck"),
                dimension("XksOperation", "GetHealthStatus"),
              ],
            },
            Period: 300,
            Stat: "Sum",
          },
          ReturnData: false,
        },
        // The second condition is true wherever days are known at all: a period without them gives no value.
        {
          Id: "known",
          Expression: "IF((days < 10 OR FILL(unreachable, 0) == 0) AND days > -100000, days)",
          Label: "Days to expire",
          ReturnData: true,
        },
      ],
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "ignore",
    },
  };
}

function timeOut(store: RecommendFor, operation: "Encrypt" | "Decrypt"): RecommendedAlarm {
  const promql = (part: string): string =>
    `sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_latency_seconds_${part}{${label(store)},xks_operation="${operation}"}[5m]))`;
  return {
    id: `response-time-out-${operation.toLowerCase()}`,
    type: "metric",
    promql: `${promql("sum")} / ${promql("count")} > 0.2`,
    input: onQuery(store, {
      name: `response time-out (${operation})`,
      description: `The average latency of ${operation} requests to the external key store proxy came above 200 of the 250 milliseconds that it has: look at the proxy, its key manager and the network between.`,
      query: `SELECT AVG(XksProxyLatency) FROM SCHEMA(${latencySchema}) WHERE CustomKeyStoreId = '${store.keyStoreId}' AND XksOperation = '${operation}'`,
      period: 300,
      threshold: 200,
    }),
  };
}

const errorTexts = {
  Retryable:
    "More than five retryable errors within one minute: the external key store proxy did not answer or could not. Look at the network, the proxy and its key manager.",
  "Non-retryable":
    "More than five non-retryable errors within one minute: configuration and reality differ. Look at the credentials, the authorization and the external keys.",
} as const;

function errors(store: RecommendFor, errorType: keyof typeof errorTexts): RecommendedAlarm {
  return {
    id: `${errorType.toLowerCase()}-errors`,
    type: "metric",
    promql: `sum by (custom_key_store_id) (increase(xkswatch_xks_proxy_errors_total{${label(store)},error_type="${errorType}"}[1m])) > 5`,
    input: onQuery(store, {
      name: `${errorType.toLowerCase()} errors`,
      description: errorTexts[errorType],
      query: `SELECT SUM(XksProxyErrors) FROM SCHEMA(${errorsSchema}) WHERE CustomKeyStoreId = '${store.keyStoreId}' AND ErrorType = '${errorType}'`,
      period: 60,
      threshold: 5,
    }),
  };
}

function throttling(store: RecommendFor): RecommendedAlarm {
  return {
    id: "throttling",
    type: "metric",
    promql: `sum by (custom_key_store_id) (increase(xkswatch_external_key_store_throttles_total{${label(store)}}[1m])) > 0`,
    input: onQuery(store, {
      name: "throttling",
      description: "Requests were refused by the key store's own request quota: lower the rate of calls, or raise the quota.",
      query: `SELECT SUM(ExternalKeyStoreThrottle) FROM SCHEMA("AWS/KMS", CustomKeyStoreId, KeySpec, KmsOperation) WHERE CustomKeyStoreId = '${store.keyStoreId}'`,
      period: 60,
      threshold: 0,
    }),
  };
}

function keyManagers(store: RecommendFor, state: "Unavailable" | "Degraded"): RecommendedAlarm {
  return {
    id: `key-managers-${state.toLowerCase()}`,
    type: "metric",
    promql: `xkswatch_external_key_managers{${label(store)},xks_external_key_manager_state="${state}"} > 0`,
    input: {
      AlarmName: `${store.name} key managers ${state.toLowerCase()}`,
      AlarmDescription: `The external key store proxy reports external key manager instances that are ${state.toUpperCase()}: look at them before the others follow.`,
      ...told(store),
      Namespace: "AWS/KMS",
      MetricName: "XksExternalKeyManagerStates",
      Dimensions: [
        { Name: "CustomKeyStoreId", Value: store.keyStoreId },
        { Name: "XksExternalKeyManagerState", Value: state },
      ],
      Statistic: "Maximum",
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      // A proxy that does not answer says nothing of its key managers.
      TreatMissingData: "ignore",
    },
  };
}

const windowName = (seconds: number): string => `reliability budget (${seconds === 300 ? "5 minutes" : "1 hour"})`;

/**
 * The part of requests that ended in a retryable error; non-retryable ones are expected answers and do not count. Neither do
 * health checks: with few requests beside them one that failed would be more than the budget.
 */
function budgetWindow(store: RecommendFor, seconds: 300 | 3600): RecommendedAlarm {
  const {
    AlarmActions: _actions,
    OKActions: _okActions,
    ...input
  } = onQuery(store, {
    name: windowName(seconds),
    description: `More than ${(budgetThreshold * 100).toFixed(2)} % of the requests ended in retryable errors. It tells no one by itself: "${store.name} reliability budget" does.`,
    query: `SELECT AVG(XksProxyErrors) FROM SCHEMA(${errorsSchema}) WHERE CustomKeyStoreId = '${store.keyStoreId}' AND ErrorType != 'Non-retryable' AND KmsOperation != 'KmsHealthCheck'`,
    period: seconds,
    threshold: budgetThreshold,
  });
  return { id: `reliability-budget-${seconds}`, type: "metric", input };
}

function budget(store: RecommendFor): RecommendedAlarm {
  const part = (window: string): string => {
    const failed = `sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_errors_total{${label(store)},kms_operation!="KmsHealthCheck",error_type="Retryable"}[${window}]))`;
    const all = `sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_requests_total{${label(store)},kms_operation!="KmsHealthCheck"}[${window}]))`;
    return `${failed} / ${all} > ${budgetThreshold}`;
  };
  return {
    id: "reliability-budget",
    type: "composite",
    promql: `(${part("5m")}) and (${part("1h")})`,
    input: {
      AlarmName: `${store.name} reliability budget`,
      AlarmDescription: `Over five minutes and over an hour so many requests ended in retryable errors that a month's budget (${objectivePercent} % reliability) would be used up within two days.`,
      ...told(store),
      AlarmRule: `ALARM("${store.name} ${windowName(300)}") AND ALARM("${store.name} ${windowName(3600)}")`,
    },
  };
}
