/** The CloudWatch API's operations on alarms that pages share. */
import type { Api } from "../api.ts";
import { readRecommendedAlarms } from "../graph/recommended-alarms.ts";
import type { AlarmHistoryItem, MetricAlarm } from "./alarm-shapes.ts";

interface DescribeAlarmsOutput {
  readonly MetricAlarms?: readonly MetricAlarm[];
  readonly CompositeAlarms?: readonly MetricAlarm[];
  readonly NextToken?: string;
}

/** Every alarm, composite ones too. */
export async function readAlarms(api: Api, signal?: AbortSignal): Promise<readonly MetricAlarm[]> {
  const alarms: MetricAlarm[] = [];
  let token: string | undefined;
  do {
    const page: DescribeAlarmsOutput = await api.cloudwatch<DescribeAlarmsOutput>(
      "DescribeAlarms",
      { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100, ...(token !== undefined && { NextToken: token }) },
      signal,
    );
    alarms.push(...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []));
    token = page.NextToken;
  } while (token);
  return alarms;
}

export async function readAlarm(api: Api, name: string, signal?: AbortSignal): Promise<MetricAlarm | undefined> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await api.cloudwatch<DescribeAlarmsOutput>(
    "DescribeAlarms",
    { AlarmNames: [name], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
    signal,
  );
  return [...MetricAlarms, ...CompositeAlarms][0];
}

/** The newest hundred entries of an alarm's history. */
export async function readHistory(api: Api, name: string, signal?: AbortSignal): Promise<readonly AlarmHistoryItem[]> {
  const { AlarmHistoryItems = [] } = await api.cloudwatch<{ readonly AlarmHistoryItems?: readonly AlarmHistoryItem[] }>(
    "DescribeAlarmHistory",
    { AlarmName: name, AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 },
    signal,
  );
  return AlarmHistoryItems;
}

/** The newest hundred changes of an alarm's state. */
export async function readStateUpdates(api: Api, name: string, signal?: AbortSignal): Promise<readonly AlarmHistoryItem[]> {
  const { AlarmHistoryItems = [] } = await api.cloudwatch<{ readonly AlarmHistoryItems?: readonly AlarmHistoryItem[] }>(
    "DescribeAlarmHistory",
    { AlarmName: name, HistoryItemType: "StateUpdate", MaxRecords: 100 },
    signal,
  );
  return AlarmHistoryItems;
}

/**
 * Creates the recommended alarms that do not exist yet. Resolves with how many.
 * @param keyStoreId of this key store alone; else of every one
 */
export async function createRecommendedAlarms(api: Api, existing: readonly MetricAlarm[], keyStoreId?: string): Promise<number> {
  const names = new Set(existing.map(({ AlarmName }) => AlarmName));
  const missing = (await readRecommendedAlarms(api, keyStoreId)).filter((alarm) => !names.has(alarm.name));
  for (const { operation, input } of missing) await api.cloudwatch(operation, input);
  return missing.length;
}

/** ARNs that an alarm may tell: topics, and what other alarms tell already. */
export async function readKnownTargets(api: Api, signal?: AbortSignal): Promise<readonly string[]> {
  const [{ Topics = [] }, alarms] = await Promise.all([
    api.sns<{ readonly Topics?: readonly { readonly TopicArn: string }[] }>("ListTopics", {}, signal),
    readAlarms(api, signal),
  ]);
  const told = alarms.flatMap(({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }) => [
    ...AlarmActions,
    ...OKActions,
    ...InsufficientDataActions,
  ]);
  return [...new Set([...Topics.map(({ TopicArn }) => TopicArn), ...told])].sort();
}

/** What came of telling one receiver of an alarm's action, as a test. */
export interface TestedAction {
  readonly Action: string;
  readonly StateValue: string;
  readonly Channel?: string;
  readonly Outcome: "delivered" | "failed" | "unconfirmed" | "nowhere";
  readonly Message: string;
}

/** Tells every receiver of an alarm's actions at once, as a test. */
export async function testAlarmActions(api: Api, name: string): Promise<readonly TestedAction[]> {
  return (await api.xkswatch<{ readonly Actions: readonly TestedAction[] }>("TestAlarmActions", { AlarmName: name })).Actions;
}
