/** ListMetrics: which metrics had data in the last two weeks, 500 at a time. */
import { operation } from "../../aws/operation.ts";
import { boolean, enumeration, type Infer, list, string, structure } from "../../lib/schema.ts";
import type { Series } from "../../model/metric.ts";
import type { SeriesSelector, StoredSeries } from "../../store/metric-store.ts";
import { checkText } from "../checks.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { cloudWatchError } from "../errors.ts";
import { Faults } from "../faults.ts";
import { decodeToken, encodeToken } from "../next-token.ts";
import { dimensionFilterShape, metricShape } from "../shapes.ts";

export const metricsPerPage = 500;
const maximumFilters = 10;
/** Metrics without newer data are not listed any more; they stay readable. */
const listedSeconds = 14 * 86_400;
const recentSeconds = 3 * 3600;

const input = structure("ListMetricsInput", {
  Namespace: string(),
  MetricName: string(),
  Dimensions: list(dimensionFilterShape),
  NextToken: string(),
  RecentlyActive: enumeration(["PT3H"]),
  IncludeLinkedAccounts: boolean(),
  OwningAccount: string(),
});

const output = structure("ListMetricsOutput", {
  Metrics: list(metricShape),
  NextToken: string(),
  OwningAccounts: list(string()),
});

/** A metric's place in the listing; the token of a page is the key of its last metric. */
const keyOf = ({ namespace, metricName, dimensions }: Series): string =>
  [namespace, metricName, ...dimensions.map(({ name, value }) => `${name}\u0001${value}`)].join("\u0000");

function selectorOf({ Namespace, MetricName, Dimensions }: Infer<typeof input>): SeriesSelector {
  return {
    ...(Namespace !== undefined && { namespace: Namespace }),
    ...(MetricName !== undefined && { metricName: MetricName }),
    ...(Dimensions && {
      dimensions: Dimensions.map(({ Name, Value }) => ({ name: Name ?? "", ...(Value !== undefined && { value: Value }) })),
    }),
  };
}

function check({ Namespace, MetricName, Dimensions }: Infer<typeof input>): void {
  const faults = new Faults();
  if (Namespace !== undefined) checkText(Namespace, "Namespace", 255, faults);
  if (MetricName !== undefined) checkText(MetricName, "MetricName", 255, faults);
  if (Dimensions && Dimensions.length > maximumFilters) faults.tooMany("Dimensions", maximumFilters);
  for (const [i, { Name }] of (Dimensions ?? []).entries()) checkText(Name, `Dimensions.member.${i + 1}.Name`, 255, faults);
  faults.throwModelled();
}

function startOf(token: string | undefined): string {
  if (token === undefined) return "";
  const position = decodeToken(token);
  if (typeof position !== "string") throw cloudWatchError("InvalidParameterValueException", "Request parameter NextToken is invalid");
  return position;
}

/** Each metric once under its key, whatever units its series have. */
function metricsByKey(series: readonly StoredSeries[], oldest: number): Map<string, Series> {
  const metrics = new Map<string, Series>();
  for (const one of series) if (one.lastSecond >= oldest) metrics.set(keyOf(one), one);
  return metrics;
}

export const listMetrics = operation<CloudWatchContext>()({
  name: "ListMetrics",
  access: "viewer",
  input,
  output,
  async handle(request, { context }) {
    check(request);
    const after = startOf(request.NextToken);
    const { accountId } = context.installation;
    if (request.OwningAccount !== undefined && request.OwningAccount !== accountId) return { Metrics: [] };
    const oldest = nowSeconds(context) - (request.RecentlyActive === "PT3H" ? recentSeconds : listedSeconds);
    const metrics = metricsByKey(await context.metrics.list(selectorOf(request)), oldest);
    const keys = [...metrics.keys()].filter((key) => key > after).sort();
    const page = keys.slice(0, metricsPerPage);
    return {
      Metrics: page.map((key) => {
        const { namespace, metricName, dimensions } = metrics.get(key) as Series;
        return {
          Namespace: namespace,
          MetricName: metricName,
          Dimensions: dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
        };
      }),
      ...(keys.length > page.length && { NextToken: encodeToken(page.at(-1)) }),
      ...(request.IncludeLinkedAccounts && { OwningAccounts: page.map(() => accountId) }),
    };
  },
});
