/** DescribeAlarms: alarms with their states, by name; metric alarms alone unless asked for others. */
import type { AlarmEntries, AlarmEntry } from "../../alarms/alarm-book.ts";
import { ruleOf } from "../../alarms/rules-of-book.ts";
import { operation } from "../../aws/operation.ts";
import { type Infer, integer, list, required, string, structure } from "../../lib/schema.ts";
import {
  alarmName,
  alarmNames,
  alarmTypes,
  compositeAlarmShape,
  logAlarmShape,
  metricAlarmShape,
  stateValue,
  type WireCompositeAlarm,
} from "../alarms/shapes.ts";
import { tellCompositeAlarm, tellMetricAlarm } from "../alarms/tell-alarm.ts";
import type { CloudWatchContext } from "../context.ts";
import { cloudWatchError, validationError } from "../errors.ts";
import { decodeToken, encodeToken } from "../next-token.ts";

const defaultPage = 50;
const maximumPage = 100;

const input = structure("DescribeAlarmsInput", {
  AlarmNames: alarmNames(),
  AlarmNamePrefix: string({ length: [1, 255] }),
  AlarmTypes: alarmTypes(),
  ChildrenOfAlarmName: alarmName(),
  ParentsOfAlarmName: alarmName(),
  StateValue: stateValue(),
  ActionPrefix: string({ length: [1, 1024] }),
  MaxRecords: integer([1, maximumPage]),
  NextToken: string(),
});
type Request = Infer<typeof input>;

/** The members that relatives are asked for with go with paging alone. */
function checkRelatives(request: Request): void {
  const { ChildrenOfAlarmName: children, ParentsOfAlarmName: parents } = request;
  if (children === undefined && parents === undefined) return;
  const allowed = new Set(["MaxRecords", "NextToken", children === undefined ? "ParentsOfAlarmName" : "ChildrenOfAlarmName"]);
  const further = Object.keys(request).filter((name) => request[name as keyof Request] !== undefined && !allowed.has(name));
  if (further.length === 0) return;
  const asked = children === undefined ? "ParentsOfAlarmName" : "ChildrenOfAlarmName";
  throw validationError(`${asked} can only be combined with MaxRecords and NextToken`);
}

function startOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = decodeToken(token);
  if (typeof position !== "string") throw cloudWatchError("InvalidNextToken", "The next token specified is invalid.");
  return position;
}

function chosen(request: Request, entries: AlarmEntries): AlarmEntry[] {
  const { ChildrenOfAlarmName: childrenOf, ParentsOfAlarmName: parentsOf } = request;
  if (childrenOf !== undefined) {
    const alarm = entries.get(childrenOf)?.alarm;
    const names = alarm?.type === "composite" ? ruleOf(alarm).children : [];
    return names.flatMap((name) => entries.get(name) ?? []);
  }
  if (parentsOf !== undefined) {
    return [...entries.values()].filter(({ alarm }) => alarm.type === "composite" && ruleOf(alarm).children.includes(parentsOf));
  }
  const types = request.AlarmTypes ?? ["MetricAlarm"];
  const isWanted = (type: AlarmEntry["alarm"]["type"]): boolean => types.includes(type === "metric" ? "MetricAlarm" : "CompositeAlarm");
  const named = request.AlarmNames && new Set(request.AlarmNames);
  const from = named ? [...named].flatMap((name) => entries.get(name) ?? []) : [...entries.values()];
  return from.filter(({ alarm, status }) => {
    if (!isWanted(alarm.type) || (request.StateValue !== undefined && status.state !== request.StateValue)) return false;
    if (request.AlarmNamePrefix !== undefined && !alarm.name.startsWith(request.AlarmNamePrefix)) return false;
    const { ActionPrefix: prefix } = request;
    return prefix === undefined || Object.values(alarm.actions).some((actions) => actions.some((action) => action.startsWith(prefix)));
  });
}

/** What AWS tells of relatives. */
const relative = ({ AlarmName, AlarmArn, StateValue, AlarmDescription }: WireCompositeAlarm): WireCompositeAlarm => ({
  ...(AlarmName !== undefined && { AlarmName }),
  ...(AlarmArn !== undefined && { AlarmArn }),
  ...(StateValue !== undefined && { StateValue }),
  ...(AlarmDescription !== undefined && { AlarmDescription }),
});

const output = structure("DescribeAlarmsOutput", {
  CompositeAlarms: required(list(compositeAlarmShape)),
  MetricAlarms: required(list(metricAlarmShape)),
  LogAlarms: required(list(logAlarmShape)),
  NextToken: string(),
});

export const describeAlarms = operation<CloudWatchContext>()({
  name: "DescribeAlarms",
  access: "viewer",
  input,
  output,
  async handle(request, { context }): Promise<Infer<typeof output>> {
    if (request.AlarmNames && request.AlarmNamePrefix !== undefined) {
      throw validationError("AlarmNames and AlarmNamePrefix cannot both be set");
    }
    checkRelatives(request);
    const after = startOf(request.NextToken);
    const found = chosen(request, await context.alarms.entries())
      .filter(({ alarm }) => after === undefined || alarm.name > after)
      .sort((left, right) => (left.alarm.name < right.alarm.name ? -1 : 1));
    const page = found.slice(0, request.MaxRecords ?? defaultPage);
    const reduced = request.ChildrenOfAlarmName !== undefined || request.ParentsOfAlarmName !== undefined;
    const { installation } = context;
    return {
      CompositeAlarms: page.flatMap(({ alarm, status }) => {
        if (alarm.type !== "composite") return [];
        const whole = tellCompositeAlarm(installation, alarm, status);
        return [reduced ? relative(whole) : whole];
      }),
      MetricAlarms: page.flatMap(({ alarm, status }) => {
        if (alarm.type !== "metric") return [];
        const whole = tellMetricAlarm(installation, alarm, status);
        return [reduced ? relative(whole) : whole];
      }),
      LogAlarms: [],
      ...(found.length > page.length && { NextToken: encodeToken(page.at(-1)?.alarm.name) }),
    };
  },
});
