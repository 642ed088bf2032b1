/** An alarm's message: the JSON that CloudWatch sends through SNS with what was found out beside it, and a text for people. */
import { type Alarm, alarmArn, type AlarmMetric, comparisons, type MetricAlarm } from "../../model/alarm.ts";
import type { Notice } from "../../model/topic.ts";
import { historyTime } from "../history.ts";
import type { Findings } from "./findings.ts";

type AlarmNotice = Extract<Notice, { kind: "alarm" }>;

interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Long names of Regions, as messages carry them; others go by their short name. */
const regionNames: Readonly<Record<string, string>> = {
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ca-central-1": "Canada (Central)",
  "eu-central-1": "EU (Frankfurt)",
  "eu-north-1": "EU (Stockholm)",
  "eu-west-1": "EU (Ireland)",
  "eu-west-2": "EU (London)",
  "eu-west-3": "EU (Paris)",
  "sa-east-1": "South America (Sao Paulo)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

export const regionName = (region: string): string => regionNames[region] ?? region;

/** At most 100 characters, as SNS allows. */
export const alarmSubject = ({ alarm, status, isTest }: AlarmNotice, { region }: Place): string =>
  `${isTest ? "TEST: " : ""}${status.state}: "${alarm.name}" in ${regionName(region)}`.slice(0, 100);

/** The JSON that SNS carries. */
export function alarmMessage({ alarm, status, before, isTest }: AlarmNotice, place: Place, findings: Findings | undefined): string {
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: place.accountId,
    AlarmConfigurationUpdatedTimestamp: historyTime(alarm.configurationUpdatedAt),
    NewStateValue: status.state,
    NewStateReason: status.reason,
    StateChangeTime: historyTime(status.transitionedAt),
    Region: regionName(place.region),
    AlarmArn: alarmArn(place, alarm.name),
    OldStateValue: before,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    ...(alarm.type === "metric" ? { Trigger: triggerOf(alarm) } : { AlarmRule: alarm.rule }),
    ...(isTest && { Test: true }),
    ...(findings && { Xkswatch: findingsOf(findings) }),
  });
}

function triggerOf(alarm: MetricAlarm) {
  const { metric, queries = [] } = alarm;
  return {
    ...(metric && metricTrigger(metric)),
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    ...(alarm.datapointsToAlarm !== undefined && { DatapointsToAlarm: alarm.datapointsToAlarm }),
    ComparisonOperator: alarm.comparisonOperator,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.treatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: alarm.evaluateLowSampleCountPercentile ?? "",
    ...(!metric && {
      Metrics: queries.map((query) => ({
        Id: query.id,
        ...(query.expression !== undefined && { Expression: query.expression }),
        ...(query.periodSeconds !== undefined && { Period: query.periodSeconds }),
        ...(query.metric && {
          MetricStat: {
            Metric: { Dimensions: dimensionsOf(query.metric), MetricName: query.metric.metricName, Namespace: query.metric.namespace },
            Period: query.metric.periodSeconds,
            Stat: query.metric.statistic,
          },
        }),
        ...(query.label !== undefined && { Label: query.label }),
        ReturnData: query.returnData,
      })),
    }),
  };
}

const dimensionsOf = ({ dimensions }: AlarmMetric) => dimensions.map(({ name, value }) => ({ value, name }));

function metricTrigger(metric: AlarmMetric) {
  const simple = /^(SampleCount|Average|Sum|Minimum|Maximum)$/.test(metric.statistic);
  return {
    MetricName: metric.metricName,
    Namespace: metric.namespace,
    StatisticType: simple ? "Statistic" : "ExtendedStatistic",
    ...(simple ? { Statistic: metric.statistic.toUpperCase() } : { ExtendedStatistic: metric.statistic }),
    Unit: metric.unit ?? null,
    Dimensions: dimensionsOf(metric),
  };
}

const findingsOf = ({ keyStoreId, keyStoreName, exceptions, interactions, certificate, link }: Findings) => ({
  KeyStoreId: keyStoreId,
  ...(keyStoreName !== undefined && { KeyStoreName: keyStoreName }),
  Exceptions: exceptions.map(({ name, count, owner, cause, remedy }) => ({
    ExceptionName: name,
    Count: count,
    Owner: owner,
    Cause: cause,
    Remedy: remedy,
  })),
  ...(certificate && {
    Certificate: {
      Name: certificate.name,
      DaysToExpire: certificate.days,
      ...(certificate.problem !== undefined && { Problem: certificate.problem }),
    },
  }),
  WorstInteractions: interactions.map(({ kmsRequestId, kmsOperation, latencyMs, failure }) => ({
    RequestId: kmsRequestId,
    KmsOperation: kmsOperation,
    LatencyMs: latencyMs,
    ...(failure && { ExceptionName: failure.exceptionName, Detail: failure.detail }),
  })),
  Console: link,
});

/** For people: what happened, why, what to do, where to look. */
export function alarmText(notice: AlarmNotice, place: Place, findings: Findings | undefined): string {
  const { alarm, status, before, isTest } = notice;
  const lines = [
    ...(isTest ? ["This is a test: nothing has changed. Were it not, this message would say:", ""] : []),
    `Alarm "${alarm.name}" went from ${before} to ${status.state} at ${new Date(status.transitionedAt).toISOString()}.`,
    ...(alarm.description === undefined ? [] : [alarm.description]),
    "",
    `Why: ${status.reason}`,
    `Condition: ${conditionOf(alarm)}`,
    ...(findings ? findingLines(findings, status.state === "ALARM") : []),
    "",
    `Alarm: ${alarmArn(place, alarm.name)}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** `Sum of XksProxyErrors over 60 seconds is greater than 5 in 1 of the last 1 periods`. */
export function conditionOf(alarm: Alarm): string {
  if (alarm.type === "composite") return alarm.rule;
  const { metric, queries = [], evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const what = metric
    ? `${metric.statistic} of ${metric.metricName}`
    : (queries.find(({ returnData }) => returnData)?.expression ?? "the expression");
  const comparison = `is ${comparisons[alarm.comparisonOperator]} ${alarm.threshold}`;
  return `${what} over ${alarm.periodSeconds} seconds ${comparison} in ${datapointsToAlarm} of the last ${evaluationPeriods} periods`;
}

function findingLines(findings: Findings, isAlarm: boolean): string[] {
  const { keyStoreId, keyStoreName, exceptions, interactions, certificate, link } = findings;
  const lines = ["", `Key store: ${keyStoreName === undefined ? keyStoreId : `${keyStoreName} (${keyStoreId})`}`];
  if (certificate) lines.push(`Certificate: ${certificate.name}, ${certificate.days} days to expire`);
  if (isAlarm && certificate?.problem !== undefined) lines.push(`What to do: ${certificate.problem}`);
  if (isAlarm && exceptions.length > 0) {
    lines.push("", "What happened and what to do:");
    for (const { name, count, owner, cause, remedy } of exceptions) lines.push(`- ${count} × ${name} (${owner}). ${cause} ${remedy}`);
  }
  if (isAlarm && interactions.length > 0) {
    lines.push("", "Worst interactions:");
    for (const { at, kmsRequestId, kmsOperation, latencyMs, failure } of interactions) {
      const end = failure ? `${failure.exceptionName}: ${failure.detail}` : "succeeded";
      lines.push(`- ${new Date(at).toISOString()} ${kmsOperation} ${Math.round(latencyMs)} ms ${end} (request ${kmsRequestId})`);
    }
  }
  lines.push("", `Look at it: ${link}`);
  return lines;
}
