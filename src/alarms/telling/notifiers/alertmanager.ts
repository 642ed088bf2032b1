/** Prometheus Alertmanager's v2 API: one alert for each alarm, that begins with ALARM and ends with any other state. */
import { alarmArn } from "../../../model/alarm.ts";
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";
import type { Telling } from "../telling.ts";

export const alertmanager: Notifier<Extract<Channel, { type: "alertmanager" }>> = {
  async send({ url, headers }, telling, { post, installation }) {
    await post({
      url: `${url.replace(/\/+$/, "")}/api/v2/alerts`,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify([alertOf(telling, installation)]),
      trusted: true,
    });
  },
};

function alertOf({ notice, subject = "", text, findings, at, messageId }: Telling, place: { region: string; accountId: string }) {
  const time = new Date(at).toISOString();
  if (notice.kind !== "alarm") {
    return {
      labels: { alertname: "Message", message_id: messageId },
      annotations: { summary: subject, description: text },
      startsAt: time,
    };
  }
  const { alarm, status, isTest } = notice;
  return {
    labels: {
      alertname: alarm.name,
      alarm_arn: alarmArn(place, alarm.name),
      region: place.region,
      account_id: place.accountId,
      // An alert of its own, that does not stand in for the alarm's.
      ...(isTest && { test: "true" }),
      ...(findings && { key_store_id: findings.keyStoreId, key_store: findings.keyStoreName ?? findings.keyStoreId }),
    },
    annotations: { summary: subject, description: text, reason: status.reason },
    ...(status.state === "ALARM" ? { startsAt: time } : { endsAt: time }),
    ...(findings && { generatorURL: findings.link }),
  };
}
