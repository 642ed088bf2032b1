/** What a metric alarm asks for, in the form that query/metric-math answers. */
import type { AlarmQuery, MetricAlarm } from "../model/alarm.ts";
import type { Query } from "../query/metric-math/query.ts";

/** The id under which the metric of an alarm without a list of queries is asked for. */
const ownMetricId = "m1";

/** The queries of an alarm. */
export function queriesOf({ metric, queries }: Pick<MetricAlarm, "metric" | "queries">): Query[] {
  if (metric) return [{ id: ownMetricId, ...metric }];
  return (queries ?? []).map(queryOf);
}

/** The id of the query whose values the threshold is compared with. */
export const comparedId = ({ metric, queries }: Pick<MetricAlarm, "metric" | "queries">): string =>
  metric ? ownMetricId : (queries?.find(({ returnData }) => returnData)?.id ?? "");

function queryOf({ id, metric, expression, periodSeconds, label }: AlarmQuery): Query {
  const named = label === undefined ? {} : { label };
  if (metric) return { id, ...metric, ...named };
  return { id, expression: expression ?? "", ...(periodSeconds !== undefined && { periodSeconds }), ...named };
}
