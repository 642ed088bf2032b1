/**
 * The five graphs of an external key store, each said once as CloudWatch widget JSON. Section, enlarged view, dashboards and
 * the explorer read these; on AWS the same JSON shows the same graphs.
 */
import { defaultAttemptTimeMs, xksExceptionNames } from "../../src/model/xks-failures.ts";
import { defaultPeriodSeconds } from "./time-range.ts";
import type { MetricRow, MetricWidget } from "./widget.ts";

/** Ids of the five, in the order they are shown. */
export const graphIds = ["total-requests", "reliability", "latency", "top-5-exceptions", "certificate-days-to-expire"] as const;
export type GraphId = (typeof graphIds)[number];

/** Titles, in the words of AWS's own monitoring section. */
export const graphTitles: Readonly<Record<GraphId, string>> = {
  "total-requests": "Total requests",
  reliability: "Reliability",
  latency: "Latency",
  "top-5-exceptions": "Top 5 exceptions",
  "certificate-days-to-expire": "Certificate days to expire",
};

/** AWS KMS gives a proxy this long to answer. */
export const latencyLimitMs = defaultAttemptTimeMs;

interface StoreFacts {
  readonly keyStoreId: string;
  readonly region: string;
  readonly quotaPerSecond: number;
}

const errorsSchema = "{AWS/KMS,CustomKeyStoreId,ErrorType,ExceptionName,KeySpec,KmsOperation,XksOperation}";
const red = "#d62728";

function searchErrors(keyStoreId: string, terms: string, stat: string): string {
  const filter = `MetricName="XksProxyErrors" CustomKeyStoreId="${keyStoreId}"${terms}`;
  return `SEARCH('${errorsSchema} ${filter}', '${stat}')`;
}

const definitions: Readonly<
  Record<GraphId, (store: StoreFacts) => Omit<MetricWidget, "title" | "region" | "view" | "stacked" | "period">>
> = {
  "total-requests": ({ keyStoreId, quotaPerSecond }) => ({
    metrics: [[{ id: "total", label: keyStoreId, expression: `SUM(${searchErrors(keyStoreId, "", "SampleCount")})` }]],
    yAxis: { left: { min: 0, label: "Count", showUnits: false } },
    annotations: {
      horizontal: [
        {
          value: quotaPerSecond * defaultPeriodSeconds,
          label: `Request quota (${quotaPerSecond.toLocaleString("en-US")}/s)`,
          color: red,
        },
      ],
    },
  }),
  // (total − retryable) / total rather than 1 − retryable / total: a missing point counts as 0 on the left of a minus, so
  // that a period without any retryable error still has its 100.
  reliability: ({ keyStoreId }) => ({
    metrics: [
      [{ id: "total", visible: false, expression: `SUM(${searchErrors(keyStoreId, "", "SampleCount")})` }],
      [{ id: "retryable", visible: false, expression: `SUM(${searchErrors(keyStoreId, ' ErrorType="Retryable"', "Sum")})` }],
      [{ id: "reliability", label: keyStoreId, expression: "100*(total-retryable)/total" }],
    ],
    yAxis: { left: { max: 100, label: "Percent", showUnits: false } },
  }),
  latency: ({ keyStoreId }) => ({
    metrics: [
      [
        {
          id: "latency",
          label: "${PROP('Dim.KmsOperation')} / ${PROP('Dim.XksOperation')}",
          expression: `SEARCH('{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation,XksOperation} MetricName="XksProxyLatency" CustomKeyStoreId="${keyStoreId}"', 'Average')`,
        },
      ],
    ],
    yAxis: { left: { min: 0, label: "Milliseconds", showUnits: false } },
    annotations: { horizontal: [{ value: latencyLimitMs, label: `Time-out (${latencyLimitMs} ms)`, color: red }] },
  }),
  "top-5-exceptions": ({ keyStoreId }) => ({
    metrics: [
      ...xksExceptionNames.map(
        (name, place): MetricRow => [
          {
            id: `e${place}`,
            visible: false,
            label: name,
            expression: `SUM(${searchErrors(keyStoreId, ` ExceptionName="${name}"`, "Sum")})`,
          },
        ],
      ),
      [{ id: "top", expression: `SORT([${xksExceptionNames.map((_, place) => `e${place}`).join(",")}], SUM, DESC, 5)` }],
    ],
    yAxis: { left: { min: 0, label: "Count", showUnits: false } },
  }),
  "certificate-days-to-expire": ({ keyStoreId }) => ({
    metrics: [
      [
        {
          id: "days",
          label: "${PROP('Dim.CertificateName')}",
          expression: `SEARCH('{AWS/KMS,CertificateName,CustomKeyStoreId} MetricName="XksProxyCertificateDaysToExpire" CustomKeyStoreId="${keyStoreId}"', 'Minimum')`,
        },
      ],
    ],
    yAxis: { left: { min: 0, label: "Days", showUnits: false } },
  }),
};

/**
 * The definition of one of the five for a key store.
 * @param storeName goes into the title when given (on dashboards several stores stand side by side).
 */
export function fiveGraph(id: GraphId, store: StoreFacts, storeName?: string): MetricWidget {
  return {
    title: storeName === undefined ? graphTitles[id] : `${storeName}: ${graphTitles[id]}`,
    region: store.region,
    view: "timeSeries",
    stacked: false,
    period: defaultPeriodSeconds,
    ...definitions[id](store),
  };
}
