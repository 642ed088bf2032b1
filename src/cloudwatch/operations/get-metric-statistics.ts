/** GetMetricStatistics: up to 1,440 datapoints of one metric, a datapoint for each period and unit. */
import { operation } from "../../aws/operation.ts";
import { type Infer, integer, list, map, double, string, structure, timestamp } from "../../lib/schema.ts";
import type { Dimension, Unit } from "../../model/metric.ts";
import { fetchSeries } from "../../query/metric-math/fetch.ts";
import { parseStatistic } from "../../query/statistics.ts";
import { checkDimensions, checkNamespace, checkPeriod, checkText, checkUnit } from "../checks.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { Faults } from "../faults.ts";
import { dimensionShape } from "../shapes.ts";

const maximumDatapoints = 1440;
const maximumExtendedStatistics = 10;
const simpleStatistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;
type SimpleStatistic = (typeof simpleStatistics)[number];

const input = structure("GetMetricStatisticsInput", {
  Namespace: string(),
  MetricName: string(),
  Dimensions: list(dimensionShape),
  StartTime: timestamp(),
  EndTime: timestamp(),
  Period: integer(),
  Statistics: list(string()),
  ExtendedStatistics: list(string()),
  Unit: string(),
});
type Request = Infer<typeof input>;

const datapoint = structure("Datapoint", {
  Timestamp: timestamp(),
  SampleCount: double(),
  Average: double(),
  Sum: double(),
  Minimum: double(),
  Maximum: double(),
  Unit: string(),
  ExtendedStatistics: map(string(), double()),
});
type Datapoint = Infer<typeof datapoint>;

const output = structure("GetMetricStatisticsOutput", { Label: string(), Datapoints: list(datapoint) });

interface Checked {
  readonly dimensions: readonly Dimension[];
  readonly unit: Unit | undefined;
  readonly from: number;
  readonly to: number;
  readonly statistics: readonly string[];
  readonly periodSeconds: number;
}

function check(request: Request): Checked {
  const faults = new Faults();
  checkNamespace(request.Namespace, "Namespace", faults);
  checkText(request.MetricName, "MetricName", 255, faults);
  const dimensions = checkDimensions(request.Dimensions, "Dimensions", faults);
  const unit = checkUnit(request.Unit, "Unit", faults);
  if (request.StartTime === undefined) faults.required("StartTime");
  if (request.EndTime === undefined) faults.required("EndTime");
  checkPeriod(request.Period, "Period", faults);
  const statistics = checkStatistics(request, faults);
  faults.throwModelled();
  const from = Math.floor(request.StartTime ?? 0);
  const to = Math.floor(request.EndTime ?? 0);
  const periodSeconds = request.Period ?? 60;
  checkRange(from, to, periodSeconds, faults);
  faults.throwModelled();
  return { dimensions, unit, from, to, statistics, periodSeconds };
}

function checkStatistics({ Statistics = [], ExtendedStatistics = [] }: Request, faults: Faults): string[] {
  if (Statistics.length === 0 && ExtendedStatistics.length === 0) {
    faults.combination("Must specify either Statistics or ExtendedStatistics");
  }
  if (Statistics.length > 0 && ExtendedStatistics.length > 0) faults.exclusive("Statistics", "ExtendedStatistics");
  if (Statistics.length > simpleStatistics.length) faults.tooMany("Statistics", simpleStatistics.length);
  if (ExtendedStatistics.length > maximumExtendedStatistics) faults.tooMany("ExtendedStatistics", maximumExtendedStatistics);
  for (const [i, name] of Statistics.entries()) {
    if (simpleStatistics.some((simple) => simple === name)) continue;
    faults.value(`The parameter Statistics.member.${i + 1} must be a value in the set [ ${simpleStatistics.join(", ")} ].`);
  }
  for (const [i, name] of ExtendedStatistics.entries()) {
    const isExtended = parseStatistic(name) !== undefined && !simpleStatistics.some((simple) => simple === name);
    if (!isExtended) faults.value(`The value ${name} for parameter ExtendedStatistics.member.${i + 1} is not supported.`);
  }
  return [...Statistics, ...ExtendedStatistics];
}

/** The limit counts the periods of the range, whether they hold data or not. */
function checkRange(from: number, to: number, periodSeconds: number, faults: Faults): void {
  if (from >= to) {
    faults.value("The parameter StartTime must be less than the parameter EndTime.");
    return;
  }
  const requested = Math.ceil((to - from) / periodSeconds);
  if (requested <= maximumDatapoints) return;
  faults.combination(
    `You have requested up to ${requested} datapoints, which exceeds the limit of ${maximumDatapoints}. ` +
      "You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
  );
}

const isSimple = (statistic: string): statistic is SimpleStatistic => simpleStatistics.some((simple) => simple === statistic);

export const getMetricStatistics = operation<CloudWatchContext>()({
  name: "GetMetricStatistics",
  access: "viewer",
  input,
  output,
  async handle(request, { context }) {
    const { dimensions, unit, from, to, statistics, periodSeconds } = check(request);
    const { Namespace: namespace = "", MetricName: metricName = "" } = request;
    const series = await context.metrics.list({ namespace, metricName, dimensions, exactDimensions: true });
    const units = series.map((one) => one.unit).filter((one) => unit === undefined || one === unit);
    const columns = units.flatMap((one) => statistics.map((statistic) => ({ unit: one, statistic })));
    const fetched = await fetchSeries(
      context.metrics,
      columns.map((column) => ({
        origin: { namespace, metricName, dimensions, statistic: column.statistic, periodSeconds },
        unit: column.unit,
      })),
      { from, to, now: nowSeconds(context) },
    );
    const datapoints = new Map<string, Datapoint>();
    for (const [i, column] of columns.entries()) {
      const { timestamps, values } = (fetched[i] as (typeof fetched)[number]).series;
      for (let j = 0; j < timestamps.length; j++) add(datapoints, column, timestamps[j] as number, values[j] as number);
    }
    return { Label: metricName, Datapoints: [...datapoints.values()] };
  },
});

function add(
  datapoints: Map<string, Datapoint>,
  { unit, statistic }: { readonly unit: Unit; readonly statistic: string },
  at: number,
  value: number,
): void {
  const key = `${at} ${unit}`;
  let point = datapoints.get(key);
  if (!point) datapoints.set(key, (point = { Timestamp: at, Unit: unit }));
  if (isSimple(statistic)) point[statistic] = value;
  else point.ExtendedStatistics = { ...point.ExtendedStatistics, [statistic]: value };
}
