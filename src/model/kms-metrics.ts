/**
 * The catalogue: the metrics of namespace AWS/KMS that are recorded, as data (KMS Developer Guide, "Monitor external key stores"
 * and "KMS metrics and dimensions"). `recorder/datapoints` turns facts into datapoints by it; console and documentation read it.
 * A new metric is an entry in `kmsMetrics` and one in `recordings`.
 */
import { daysToExpire } from "./certificate.ts";
import { type HealthCheck, type KeyManagerState, keyManagerStates } from "./health-check.ts";
import type { Interaction } from "./interaction.ts";
import type { KmsRequest } from "./kms-request.ts";
import type { Unit } from "./metric.ts";
import { errorTypeOf, type XksExceptionName } from "./xks-failures.ts";
import { keySpec } from "./xks-operation.ts";

export const kmsNamespace = "AWS/KMS";

/** What a metric is to those who look at it. */
export interface KmsMetric {
  readonly name: string;
  readonly unit: Unit;
  /** The name of its group in CloudWatch's metrics browser. */
  readonly consoleGroup: string;
  /** Names in the order in which the guide lists them and pop-ups show them; a list for each combination that occurs. */
  readonly dimensions: readonly (readonly string[])[];
  /** One sentence for people. */
  readonly description: string;
}

export const kmsMetrics = [
  {
    name: "XksProxyErrors",
    unit: "Count",
    consoleGroup: "XKS Proxy Error Metrics",
    dimensions: [["CustomKeyStoreId", "KmsOperation", "XksOperation", "KeySpec", "ErrorType", "ExceptionName"]],
    description:
      "Each request to the XKS proxy: 1 where it ended in an exception, 0 where it succeeded; SampleCount is the number of requests.",
  },
  {
    name: "XksProxyLatency",
    unit: "Milliseconds",
    consoleGroup: "XKS Proxy Latency Metrics",
    dimensions: [["CustomKeyStoreId", "KmsOperation", "XksOperation", "KeySpec"]],
    description: "How long the XKS proxy took to answer; a request that timed out counts with its time limit.",
  },
  {
    name: "ExternalKeyStoreThrottle",
    unit: "Count",
    consoleGroup: "Keystore Throttle Metrics",
    dimensions: [["CustomKeyStoreId", "KmsOperation", "KeySpec"]],
    description: "Requests refused because the key store's request quota was used up; they never reach the XKS proxy.",
  },
  {
    name: "XksProxyCertificateDaysToExpire",
    unit: "Count",
    consoleGroup: "XKS Proxy Certificate Metrics",
    dimensions: [["CustomKeyStoreId", "CertificateName"]],
    description: "Days until the XKS proxy's TLS certificate expires; 0 and below once it has.",
  },
  {
    name: "XksProxyCredentialAge",
    unit: "Count",
    consoleGroup: "Per-Keystore Metrics",
    dimensions: [["CustomKeyStoreId"]],
    description: "Days since the XKS proxy authentication credential was set.",
  },
  {
    name: "XksExternalKeyManagerStates",
    unit: "Count",
    consoleGroup: "XKS External Key Manager Metrics",
    dimensions: [["CustomKeyStoreId", "XksExternalKeyManagerState"]],
    description: "How many external key manager instances the XKS proxy reported in each state.",
  },
  {
    name: "SuccessfulRequest",
    unit: "Count",
    consoleGroup: "Per-Key Metrics",
    dimensions: [
      ["KeyArn", "Operation"],
      ["SourceKeyArn", "DestinationKeyArn", "Operation"],
    ],
    description: "Cryptographic requests with a KMS key that succeeded.",
  },
] as const satisfies readonly KmsMetric[];

export type KmsMetricName = (typeof kmsMetrics)[number]["name"];

/** The entry of a metric. */
export function kmsMetric(name: KmsMetricName): KmsMetric {
  return kmsMetrics.find((metric) => metric.name === name) as KmsMetric;
}

/** The facts that datapoints come from. */
export interface Facts {
  readonly interaction: Interaction;
  readonly kmsRequest: KmsRequest;
  readonly healthCheck: HealthCheck;
}
export type FactKind = keyof Facts;

/**
 * What of a fact tells one series from another. Two facts of a kind with equal fields lead to the same series, which lets
 * the recorder look series up instead of making them.
 */
export const factFields = {
  interaction: {
    keyStoreId: (fact: Interaction) => fact.keyStoreId,
    kmsOperation: (fact: Interaction) => fact.kmsOperation,
    xksOperation: (fact: Interaction) => fact.xksOperation,
    exceptionName: (fact: Interaction) => fact.failure?.exceptionName ?? noException,
  },
  kmsRequest: {
    keyStoreId: (fact: KmsRequest) => fact.keyStoreId,
    operation: (fact: KmsRequest) => fact.operation,
    outcome: (fact: KmsRequest) => fact.outcome,
    keyArn: (fact: KmsRequest) => fact.keyArn,
    sourceKeyArn: (fact: KmsRequest) => fact.sourceKeyArn ?? "",
  },
  healthCheck: {
    keyStoreId: (fact: HealthCheck) => fact.keyStoreId,
    certificateName: (fact: HealthCheck) => fact.certificate?.name ?? "",
  },
} as const satisfies { readonly [K in FactKind]: Readonly<Record<string, (fact: Facts[K]) => string>> };

export type FieldOf<K extends FactKind> = keyof (typeof factFields)[K] & string;
/** The fields of one fact by name. */
export type FieldValues<K extends FactKind> = Readonly<Record<FieldOf<K>, string>>;

/** How one metric comes from one kind of fact. */
export interface Recording<K extends FactKind = FactKind> {
  readonly metric: KmsMetricName;
  readonly from: K;
  /** Whether a fact with these fields is recorded at all; absent: every one. */
  readonly when?: (fields: FieldValues<K>) => boolean;
  /** Dimension name → value, from the fields alone. */
  readonly dimensions: Readonly<Record<string, (fields: FieldValues<K>) => string>>;
  /** The datapoint's value; undefined where this fact does not tell it. */
  readonly value: (fact: Facts[K]) => number | undefined;
}

/** ExceptionName of a success. */
export const noException = "None";
/** ErrorType of a success. */
export const noErrorType = "N/A";

const fixedKeySpec = (): string => keySpec;
const isReEncrypt = (fields: FieldValues<"kmsRequest">): boolean => fields.operation === "ReEncrypt" && fields.sourceKeyArn !== "";

export const interactionRecordings: readonly Recording<"interaction">[] = [
  {
    metric: "XksProxyErrors",
    from: "interaction",
    dimensions: {
      CustomKeyStoreId: (fields) => fields.keyStoreId,
      KmsOperation: (fields) => fields.kmsOperation,
      XksOperation: (fields) => fields.xksOperation,
      KeySpec: fixedKeySpec,
      ErrorType: ({ exceptionName }) => (exceptionName === noException ? noErrorType : errorTypeOf(exceptionName as XksExceptionName)),
      ExceptionName: (fields) => fields.exceptionName,
    },
    value: (interaction) => (interaction.failure ? 1 : 0),
  },
  {
    metric: "XksProxyLatency",
    from: "interaction",
    dimensions: {
      CustomKeyStoreId: (fields) => fields.keyStoreId,
      KmsOperation: (fields) => fields.kmsOperation,
      XksOperation: (fields) => fields.xksOperation,
      KeySpec: fixedKeySpec,
    },
    // Whole microseconds: finer is noise, and sums of them are kept in fewer bytes.
    value: (interaction) => Math.round(interaction.latencyMs * 1000) / 1000,
  },
];

export const kmsRequestRecordings: readonly Recording<"kmsRequest">[] = [
  {
    metric: "ExternalKeyStoreThrottle",
    from: "kmsRequest",
    when: (fields) => fields.outcome === "throttled",
    dimensions: { CustomKeyStoreId: (fields) => fields.keyStoreId, KmsOperation: (fields) => fields.operation, KeySpec: fixedKeySpec },
    value: () => 1,
  },
  {
    metric: "SuccessfulRequest",
    from: "kmsRequest",
    when: (fields) => fields.outcome === "succeeded" && !isReEncrypt(fields),
    dimensions: { KeyArn: (fields) => fields.keyArn, Operation: (fields) => fields.operation },
    value: () => 1,
  },
  {
    metric: "SuccessfulRequest",
    from: "kmsRequest",
    when: (fields) => fields.outcome === "succeeded" && isReEncrypt(fields),
    dimensions: {
      SourceKeyArn: (fields) => fields.sourceKeyArn,
      DestinationKeyArn: (fields) => fields.keyArn,
      Operation: (fields) => fields.operation,
    },
    value: () => 1,
  },
];

const stateRecording = (state: KeyManagerState): Recording<"healthCheck"> => ({
  metric: "XksExternalKeyManagerStates",
  from: "healthCheck",
  dimensions: { CustomKeyStoreId: (fields) => fields.keyStoreId, XksExternalKeyManagerState: () => state },
  value: (check) => check.keyManagers?.[state],
});

export const healthCheckRecordings: readonly Recording<"healthCheck">[] = [
  {
    metric: "XksProxyCertificateDaysToExpire",
    from: "healthCheck",
    when: (fields) => fields.certificateName !== "",
    dimensions: { CustomKeyStoreId: (fields) => fields.keyStoreId, CertificateName: (fields) => fields.certificateName },
    value: (check) => check.certificate && daysToExpire(check.certificate, check.at),
  },
  {
    metric: "XksProxyCredentialAge",
    from: "healthCheck",
    dimensions: { CustomKeyStoreId: (fields) => fields.keyStoreId },
    value: (check) => Math.max(0, Math.floor((check.at - check.credentialSetAt) / 86_400_000)),
  },
  ...keyManagerStates.map(stateRecording),
];

/** All recordings by the kind of fact they come from. */
export const recordings = {
  interaction: interactionRecordings,
  kmsRequest: kmsRequestRecordings,
  healthCheck: healthCheckRecordings,
} satisfies { readonly [K in FactKind]: readonly Recording<K>[] };
