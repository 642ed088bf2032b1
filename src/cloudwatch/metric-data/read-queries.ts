/**
 * MetricDataQueries as clients send them: checked, every fault collected, turned into what query/metric-math runs. `path` is
 * the list's own name in messages: "MetricDataQueries" here, "Metrics" in alarms.
 */
import { isInsights } from "../../query/insights/parse.ts";
import type { ExpressionQuery, MetricQuery, Query } from "../../query/metric-math/query.ts";
import { parseStatistic } from "../../query/statistics.ts";
import { checkDimensions, checkNamespace, checkPeriod, checkText, checkUnit } from "../checks.ts";
import type { Faults } from "../faults.ts";
import type { MetricDataQuery } from "../shapes.ts";

export const maximumQueries = 500;
const maximumInsightsQueries = 1;
const longestExpression = 2048;
const idPattern = /^[a-z][a-zA-Z0-9_]*$/;

/** The queries; they may only be run where no fault was added. */
export function readQueries(queries: readonly MetricDataQuery[], path: string, faults: Faults): Query[] {
  if (queries.length > maximumQueries) faults.tooMany(path, maximumQueries);
  const read = queries.map((query, i) => readQuery(query, `${path}.member.${i + 1}`, faults));
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) faults.value(`The values for parameter id in ${path} are not unique.`);
  const insights = queries.filter(({ Expression }) => Expression !== undefined && isInsights(Expression));
  if (insights.length > maximumInsightsQueries) faults.value(`Maximum number of queries (${maximumInsightsQueries}) exceeded`);
  return read;
}

function readQuery(query: MetricDataQuery, at: string, faults: Faults): Query {
  checkId(query.Id, `${at}.Id`, faults);
  const { MetricStat, Expression } = query;
  if (MetricStat && Expression !== undefined) faults.exclusive(`${at}.Expression`, `${at}.MetricStat`);
  if (Expression !== undefined) return readExpression(query, at, faults);
  if (!MetricStat) faults.required(`${at}.MetricStat`);
  return readMetric(query, at, faults);
}

function checkId(id: string | undefined, path: string, faults: Faults): void {
  if (id === undefined) faults.required(path);
  else if (!idPattern.test(id))
    faults.value(`The value ${id} for parameter ${path} is not matching the expected pattern ${idPattern.source}.`);
  else if (id.length > 255) faults.value(`The parameter ${path} must be shorter than 256 characters.`);
}

function readExpression({ Id, Expression, Label, Period }: MetricDataQuery, at: string, faults: Faults): ExpressionQuery {
  checkText(Expression, `${at}.Expression`, longestExpression, faults);
  if (Period !== undefined) checkPeriod(Period, `${at}.Period`, faults);
  else if (Expression !== undefined && isInsights(Expression)) faults.required(`${at}.Period`);
  return {
    id: Id ?? "",
    expression: Expression ?? "",
    ...(Label && { label: Label }),
    ...(Period !== undefined && { periodSeconds: Period }),
  };
}

function readMetric({ Id, MetricStat, Label }: MetricDataQuery, at: string, faults: Faults): MetricQuery {
  const stat = `${at}.MetricStat`;
  const metric = MetricStat?.Metric;
  if (MetricStat) {
    checkPeriod(MetricStat.Period, `${stat}.Period`, faults);
    checkStatistic(MetricStat.Stat, `${stat}.Stat`, faults);
    if (metric) {
      checkNamespace(metric.Namespace, `${stat}.Metric.Namespace`, faults);
      checkText(metric.MetricName, `${stat}.Metric.MetricName`, 255, faults);
    } else faults.required(`${stat}.Metric`);
  }
  const unit = checkUnit(MetricStat?.Unit, `${stat}.Unit`, faults);
  return {
    id: Id ?? "",
    namespace: metric?.Namespace ?? "",
    metricName: metric?.MetricName ?? "",
    dimensions: checkDimensions(metric?.Dimensions, `${stat}.Metric.Dimensions`, faults),
    ...(unit !== undefined && { unit }),
    statistic: MetricStat?.Stat ?? "",
    periodSeconds: MetricStat?.Period ?? 60,
    ...(Label !== undefined && { label: Label }),
  };
}

/** AWS tells the value where there is one. */
function checkStatistic(statistic: string | undefined, path: string, faults: Faults): void {
  if (statistic === undefined) faults.required(path);
  else if (statistic === "") faults.value(`The value for parameter ${path} is not a valid statistic.`);
  else if (parseStatistic(statistic) === undefined) {
    faults.value(`The value ${statistic} for parameter ${path} is not a valid statistic.`);
  }
}
