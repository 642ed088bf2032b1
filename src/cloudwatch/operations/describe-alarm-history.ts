/** DescribeAlarmHistory: what happened to alarms, newest first; the history of an alarm outlives it. */
import { timePart } from "../../alarms/alarm-book.ts";
import { operation } from "../../aws/operation.ts";
import { enumeration, type Infer, integer, list, map, required, string, structure, timestamp } from "../../lib/schema.ts";
import type { AlarmHistoryItem } from "../../model/alarm.ts";
import type { Stored } from "../../store/resource-store.ts";
import { alarmName, alarmTypes } from "../alarms/shapes.ts";
import { type CloudWatchContext } from "../context.ts";
import { cloudWatchError, validationError } from "../errors.ts";
import { decodeToken, encodeToken } from "../next-token.ts";

const defaultPage = 50;
const maximumPage = 100;
/** Items read at a time where filters leave some out. */
const readAtOnce = 500;

const itemShape = structure("AlarmHistoryItem", {
  AlarmName: string(),
  AlarmContributorId: string(),
  AlarmType: string(),
  Timestamp: timestamp(),
  HistoryItemType: string(),
  HistorySummary: string(),
  HistoryData: string(),
  AlarmContributorAttributes: map(string(), string()),
});

const input = structure("DescribeAlarmHistoryInput", {
  AlarmName: alarmName(),
  AlarmContributorId: string({ length: [1, 1024] }),
  AlarmTypes: alarmTypes(),
  HistoryItemType: enumeration(["ConfigurationUpdate", "StateUpdate", "Action", "AlarmContributorStateUpdate", "AlarmContributorAction"]),
  StartDate: timestamp(),
  EndDate: timestamp(),
  MaxRecords: integer([1, maximumPage]),
  NextToken: string(),
  ScanBy: enumeration(["TimestampDescending", "TimestampAscending"]),
});
type Request = Infer<typeof input>;

function startOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = decodeToken(token);
  if (typeof position !== "string") throw cloudWatchError("InvalidNextToken", "The next token specified is invalid.");
  return position;
}

function isWanted({ id, value }: Stored<AlarmHistoryItem>, request: Request): boolean {
  const types = request.AlarmTypes ?? ["MetricAlarm"];
  if (!types.includes(value.alarmType === "metric" ? "MetricAlarm" : "CompositeAlarm")) return false;
  if (request.HistoryItemType !== undefined && value.type !== request.HistoryItemType) return false;
  if (request.AlarmContributorId !== undefined) return false;
  if (request.StartDate !== undefined && id < timePart(request.StartDate * 1000)) return false;
  return request.EndDate === undefined || id < timePart(request.EndDate * 1000 + 1);
}

/** Up to `most` wanted items behind `after`, in the order asked for. */
async function find({ resources }: CloudWatchContext, request: Request, most: number): Promise<Stored<AlarmHistoryItem>[]> {
  const reverse = request.ScanBy !== "TimestampAscending";
  let after = startOf(request.NextToken);
  if (request.AlarmName !== undefined) {
    const found = [...(await resources.find("alarm-history", "alarm", request.AlarmName))];
    if (reverse) found.reverse();
    const rest = found.filter(({ id }) => after === undefined || (reverse ? id < after : id > after));
    return rest.filter((item) => isWanted(item, request)).slice(0, most);
  }
  const wanted: Stored<AlarmHistoryItem>[] = [];
  for (;;) {
    const page = await resources.list("alarm-history", { ...(after !== undefined && { after }), limit: readAtOnce, reverse });
    wanted.push(...page.filter((item) => isWanted(item, request)));
    if (page.length < readAtOnce || wanted.length >= most) return wanted.slice(0, most);
    after = page.at(-1)?.id;
  }
}

const output = structure("DescribeAlarmHistoryOutput", { AlarmHistoryItems: required(list(itemShape)), NextToken: string() });

export const describeAlarmHistory = operation<CloudWatchContext>()({
  name: "DescribeAlarmHistory",
  access: "viewer",
  input,
  output,
  async handle(request, { context }): Promise<Infer<typeof output>> {
    if (request.StartDate !== undefined && request.EndDate !== undefined && request.StartDate > request.EndDate) {
      throw validationError("StartDate must be before EndDate");
    }
    const most = request.MaxRecords ?? defaultPage;
    const found = await find(context, request, most + 1);
    const page = found.slice(0, most);
    return {
      AlarmHistoryItems: page.map(({ value }) => ({
        AlarmName: value.alarmName,
        AlarmType: value.alarmType === "metric" ? "MetricAlarm" : "CompositeAlarm",
        Timestamp: value.at / 1000,
        HistoryItemType: value.type,
        HistorySummary: value.summary,
        HistoryData: value.data,
      })),
      ...(found.length > page.length && { NextToken: encodeToken(page.at(-1)?.id) }),
    };
  },
});
