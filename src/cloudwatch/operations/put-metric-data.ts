/** PutMetricData: up to 1,000 data of a namespace, all or none, merged into the store. */
import { operation } from "../../aws/operation.ts";
import { boolean, type Infer, list, map, string, structure } from "../../lib/schema.ts";
import type { MetricPoint } from "../../model/metric.ts";
import { SeriesLimitExceeded } from "../../store/series-index.ts";
import { checkNamespace } from "../checks.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { cloudWatchError } from "../errors.ts";
import { Faults } from "../faults.ts";
import { metricDatumShape, readDatum } from "../metric-data/read-datum.ts";

export const maximumData = 1000;
/** Namespaces of AWS's own services, and of this one's metrics. */
const reservedPrefix = "AWS/";

const input = structure("PutMetricDataInput", {
  Namespace: string(),
  MetricData: list(metricDatumShape),
  /** Data about entities: their data are kept like any others, the entities themselves are not kept. */
  EntityMetricData: list(
    structure("EntityMetricData", {
      Entity: structure("Entity", { KeyAttributes: map(string(), string()), Attributes: map(string(), string()) }),
      MetricData: list(metricDatumShape),
    }),
  ),
  StrictEntityValidation: boolean(),
});

const output = structure("PutMetricDataOutput", {});

function readPoints(request: Infer<typeof input>, now: number): MetricPoint[] {
  const { Namespace: namespace, MetricData, EntityMetricData } = request;
  const groups = [
    { path: "MetricData", data: MetricData ?? [] },
    ...(EntityMetricData ?? []).map(({ MetricData: data = [] }, i) => ({ path: `EntityMetricData.member.${i + 1}.MetricData`, data })),
  ];
  const faults = new Faults();
  checkNamespace(namespace, "Namespace", faults);
  if (namespace?.startsWith(reservedPrefix)) faults.value(`The value ${namespace} for parameter Namespace is invalid.`);
  const count = groups.reduce((total, { data }) => total + data.length, 0);
  if (count === 0) {
    if (faults.any) faults.throwModelled();
    throw cloudWatchError("MissingRequiredParameterException", "The parameter MetricData is required.");
  }
  // Counted before the data are read: a hundred thousand of them need not be.
  if (count > maximumData) faults.tooMany("MetricData", maximumData);
  faults.throwModelled();
  const points = groups.flatMap(({ path, data }) =>
    data.map((datum, i) => readDatum(datum, namespace ?? "", `${path}.member.${i + 1}`, now, faults)),
  );
  faults.throwModelled();
  return points;
}

export const putMetricData = operation<CloudWatchContext>()({
  name: "PutMetricData",
  access: "user",
  input,
  output,
  async handle(request, { context }) {
    const points = readPoints(request, nowSeconds(context));
    try {
      await context.metrics.merge(points);
    } catch (error) {
      if (error instanceof SeriesLimitExceeded) throw cloudWatchError("LimitExceededFault", error.message);
      throw error;
    }
    return {};
  },
});
