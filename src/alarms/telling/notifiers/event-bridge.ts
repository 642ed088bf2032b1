/** An event in EventBridge's form: "CloudWatch Alarm State Change". */
import { alarmArn, type AlarmMetric, type MetricAlarm } from "../../../model/alarm.ts";
import { historyTime } from "../../history.ts";
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";
import type { Telling } from "../telling.ts";

export const eventBridge: Notifier<Extract<Channel, { type: "event-bridge" }>> = {
  async send({ url, headers }, telling, { post, installation }) {
    const event = {
      version: "0",
      id: telling.messageId,
      source: telling.notice.kind === "alarm" ? "aws.cloudwatch" : "xkswatch",
      account: installation.accountId,
      time: new Date(telling.at).toISOString().replace(/\.\d+Z$/, "Z"),
      region: installation.region,
      ...eventOf(telling, installation),
    };
    await post({ url, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(event), trusted: true });
  },
};

function eventOf({ notice, subject, message, findings }: Telling, place: { region: string; accountId: string }) {
  if (notice.kind !== "alarm") return { "detail-type": "Message", resources: [], detail: { subject, message } };
  const { alarm, status, before } = notice;
  return {
    "detail-type": "CloudWatch Alarm State Change",
    resources: [alarmArn(place, alarm.name)],
    detail: {
      alarmName: alarm.name,
      state: {
        value: status.state,
        reason: status.reason,
        ...(status.reasonData !== undefined && { reasonData: status.reasonData }),
        timestamp: historyTime(status.transitionedAt),
      },
      previousState: { value: before },
      configuration: {
        ...(alarm.description !== undefined && { description: alarm.description }),
        ...(alarm.type === "metric" ? { metrics: metricsOf(alarm) } : { alarmRule: alarm.rule }),
      },
      ...(findings && { xkswatch: findings }),
    },
  };
}

const metricsOf = ({ metric, queries = [] }: MetricAlarm) =>
  metric
    ? [{ id: "m1", metricStat: metricStat(metric), returnData: true }]
    : queries.map((query) => ({
        id: query.id,
        ...(query.metric && { metricStat: metricStat(query.metric) }),
        ...(query.expression !== undefined && { expression: query.expression }),
        returnData: query.returnData,
      }));

const metricStat = ({ namespace, metricName, dimensions, periodSeconds, statistic }: AlarmMetric) => ({
  metric: { namespace, name: metricName, dimensions: Object.fromEntries(dimensions.map(({ name, value }) => [name, value])) },
  period: periodSeconds,
  stat: statistic,
});
