/** DescribeAlarmContributors: none, since an alarm of this service watches a single time series. */
import { operation } from "../../aws/operation.ts";
import { type Infer, list, map, required, string, structure, timestamp } from "../../lib/schema.ts";
import { alarmName } from "../alarms/shapes.ts";
import type { CloudWatchContext } from "../context.ts";
import { cloudWatchError } from "../errors.ts";

const output = structure("DescribeAlarmContributorsOutput", {
  AlarmContributors: required(
    list(
      structure("AlarmContributor", {
        ContributorId: string(),
        ContributorAttributes: map(string(), string()),
        StateReason: string(),
        StateTransitionedTimestamp: timestamp(),
      }),
    ),
  ),
  NextToken: string(),
});

export const describeAlarmContributors = operation<CloudWatchContext>()({
  name: "DescribeAlarmContributors",
  access: "viewer",
  input: structure("DescribeAlarmContributorsInput", { AlarmName: required(alarmName()), NextToken: string() }),
  output,
  async handle({ AlarmName }, { context }): Promise<Infer<typeof output>> {
    if (!(await context.alarms.entries()).has(AlarmName)) {
      throw cloudWatchError("ResourceNotFoundException", "Unknown", { ResourceType: "alarm", ResourceId: AlarmName });
    }
    return { AlarmContributors: [] };
  },
});
