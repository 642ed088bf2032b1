/** One MetricDatum: every rule of PutMetricData checked, faults collected under its path, turned into a point to merge. */
import { double, type Infer, integer, list, string, structure, timestamp } from "../../lib/schema.ts";
import type { MetricPoint } from "../../model/metric.ts";
import { setOfSummary, setOfValue, setOfValues, type StatisticSet } from "../../model/statistic-set.ts";
import { checkDimensions, checkText, checkUnit } from "../checks.ts";
import type { Faults } from "../faults.ts";
import { dimensionShape } from "../shapes.ts";

export const maximumValues = 150;
const largestValue = 2 ** 360;
const pastSeconds = 14 * 86_400;
const futureSeconds = 2 * 3600;

export const metricDatumShape = structure("MetricDatum", {
  MetricName: string(),
  Dimensions: list(dimensionShape),
  Timestamp: timestamp(),
  Value: double(),
  StatisticValues: structure("StatisticSet", { SampleCount: double(), Sum: double(), Minimum: double(), Maximum: double() }),
  Values: list(double()),
  Counts: list(double()),
  Unit: string(),
  StorageResolution: integer(),
});
export type MetricDatum = Infer<typeof metricDatumShape>;

/** The point that a datum makes; only to be used where no fault was added. `now` is the time of receipt, epoch seconds. */
export function readDatum(datum: MetricDatum, namespace: string, path: string, now: number, faults: Faults): MetricPoint {
  checkText(datum.MetricName, `${path}.MetricName`, 255, faults);
  const dimensions = checkDimensions(datum.Dimensions, `${path}.Dimensions`, faults);
  const unit = checkUnit(datum.Unit, `${path}.Unit`, faults) ?? "None";
  const { Timestamp: at = now, StorageResolution: resolution = 60 } = datum;
  if (at < now - pastSeconds) faults.value(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  if (at > now + futureSeconds) {
    faults.value(`The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`);
  }
  if (resolution < 1) faults.value(`The parameter ${path}.StorageResolution must be greater than or equal to 1.`);
  return {
    series: { namespace, metricName: datum.MetricName ?? "", dimensions, unit },
    second: Math.floor(at),
    set: readValues(datum, path, faults),
    // Clients have been seen to send other numbers than 1 and 60: whatever is not high resolution is standard.
    resolution: resolution === 1 ? 1 : 60,
  };
}

/** Exactly one form of value, but Values beside StatisticValues is taken (by its values). */
function readValues(datum: MetricDatum, path: string, faults: Faults): StatisticSet {
  const { Value, Values, StatisticValues } = datum;
  if (Value !== undefined && Values) faults.exclusive(`${path}.Value`, `${path}.Values`);
  if (Value !== undefined && StatisticValues) faults.exclusive(`${path}.Value`, `${path}.StatisticValues`);
  if (datum.Counts && !Values) faults.combination("The parameter Values must be specified when the parameter Counts is specified.");
  if (Values) return readDistribution(Values, datum.Counts, path, faults);
  if (Value !== undefined) {
    checkNumber(Value, `${path}.Value`, faults);
    return setOfValue(Value);
  }
  if (StatisticValues) return readStatistics(StatisticValues, `${path}.StatisticValues`, faults);
  faults.combination("At least one of the parameters must be specified.");
  return setOfValue(0);
}

function readDistribution(values: readonly number[], counts: readonly number[] | undefined, path: string, faults: Faults): StatisticSet {
  if (values.length === 0) faults.required(`${path}.Values`);
  if (values.length > maximumValues) faults.tooMany(`${path}.Values`, maximumValues);
  if (counts && counts.length !== values.length) {
    faults.value(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  for (const [i, value] of values.entries()) checkNumber(value, `${path}.Values.member.${i + 1}`, faults);
  for (const [i, count] of (counts ?? []).entries()) checkCount(count, `${path}.Counts.member.${i + 1}`, faults);
  if (counts && counts.length > 0 && counts.every((count) => count === 0))
    faults.value(`The value 0 for parameter ${path}.Counts is invalid.`);
  return setOfValues(values, counts);
}

function readStatistics(set: NonNullable<MetricDatum["StatisticValues"]>, path: string, faults: Faults): StatisticSet {
  for (const name of ["SampleCount", "Sum", "Minimum", "Maximum"] as const) {
    const value = set[name];
    if (value === undefined) faults.required(`${path}.${name}`);
    else checkNumber(value, `${path}.${name}`, faults);
  }
  const { SampleCount = 1, Sum = 0, Minimum = 0, Maximum = 0 } = set;
  if (SampleCount <= 0) faults.value(`The value ${SampleCount} for parameter ${path}.SampleCount is invalid.`);
  if (Minimum > Maximum) faults.value(`The parameter ${path}.Maximum must be greater than or equal to ${path}.Minimum.`);
  return setOfSummary({ sampleCount: SampleCount, sum: Sum, minimum: Minimum, maximum: Maximum });
}

function checkNumber(value: number, path: string, faults: Faults): void {
  // NaN fails the comparison too.
  if (!(Math.abs(value) <= largestValue)) faults.value(`The value ${value} for parameter ${path} is invalid.`);
}

function checkCount(count: number, path: string, faults: Faults): void {
  checkNumber(count, path, faults);
  if (count < 0) faults.value(`The value ${count} for parameter ${path} is invalid.`);
}
