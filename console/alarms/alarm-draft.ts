/** An alarm while it is being written: from a graph or an alarm that exists, and to the CloudWatch API's input. Pure. */
import type { AlarmRule, ComparisonOperator, MissingDataTreatment } from "../../src/model/alarm.ts";
import { queriesOf } from "../graph/metric-queries.ts";
import { type ExpandedRow, expandRows, type MetricRow, type MetricWidget, type Renderer } from "../graph/widget.ts";
import { alarmGraph, periodOf, withThreshold } from "./alarm-graph.ts";
import type { MetricAlarm } from "./alarm-shapes.ts";

export interface AlarmDraft {
  /** What can be watched: the rows of a graph. */
  readonly widget: MetricWidget;
  /** Id of the row whose values are compared with the threshold. */
  readonly watchedId: string | undefined;
  readonly periodSeconds: number;
  readonly comparisonOperator: ComparisonOperator;
  /** Numbers as they are typed. */
  readonly threshold: string;
  readonly evaluationPeriods: string;
  readonly datapointsToAlarm: string;
  readonly treatMissingData: MissingDataTreatment;
  readonly lowSamples: "evaluate" | "ignore";
  readonly name: string;
  readonly description: string;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  /** The alarm that is edited or that a recommendation describes: what of it is not changed stays as it was. */
  readonly origin: MetricAlarm | undefined;
  /** The graph that the origin became. */
  readonly originWidget: MetricWidget | undefined;
}

/** Periods an alarm can have, seconds. */
export const alarmPeriods = [10, 20, 30, 60, 300, 900, 3600, 21_600, 86_400] as const;

/** A draft that watches a row of a graph; the last one shown at first. */
export function draftOfGraph(graph: MetricWidget): AlarmDraft {
  const widget = withIds(graph);
  const period = widget.period ?? 300;
  return {
    widget,
    watchedId: watchable(widget).at(-1)?.renderer.id,
    periodSeconds: (alarmPeriods as readonly number[]).includes(period) ? period : 300,
    comparisonOperator: "GreaterThanThreshold",
    threshold: "",
    evaluationPeriods: "1",
    datapointsToAlarm: "1",
    treatMissingData: "missing",
    lowSamples: "evaluate",
    name: "",
    description: "",
    actionsEnabled: true,
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    origin: undefined,
    originWidget: undefined,
  };
}

/** A draft that says what a metric alarm says. */
export function draftOfAlarm(alarm: MetricAlarm, region: string): AlarmDraft {
  // Its axis follows the threshold, which may change.
  const { yAxis: _, ...graph } = alarmGraph(alarm, region) ?? { region, metrics: [] };
  const widget = withIds(graph);
  return {
    widget,
    watchedId: alarm.Metrics?.find(({ ReturnData }) => ReturnData !== false)?.Id ?? watchable(widget).at(-1)?.renderer.id,
    periodSeconds: periodOf(alarm),
    comparisonOperator: (alarm.ComparisonOperator ?? "GreaterThanThreshold") as ComparisonOperator,
    threshold: String(alarm.Threshold ?? ""),
    evaluationPeriods: String(alarm.EvaluationPeriods ?? 1),
    datapointsToAlarm: String(alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1),
    treatMissingData: (alarm.TreatMissingData ?? "missing") as MissingDataTreatment,
    lowSamples: alarm.EvaluateLowSampleCountPercentile === "ignore" ? "ignore" : "evaluate",
    name: alarm.AlarmName,
    description: alarm.AlarmDescription ?? "",
    actionsEnabled: alarm.ActionsEnabled !== false,
    alarmActions: alarm.AlarmActions ?? [],
    okActions: alarm.OKActions ?? [],
    insufficientDataActions: alarm.InsufficientDataActions ?? [],
    origin: alarm,
    originWidget: widget,
  };
}

/** Takes another graph; the watched row stays while it is there. */
export function withWidget(draft: AlarmDraft, graph: MetricWidget): AlarmDraft {
  const widget = withIds(graph);
  const before = new Set(expandRows(draft.widget.metrics ?? []).map(({ renderer }) => renderer.id));
  const rows = watchable(widget);
  const added = rows.findLast(({ renderer }) => !before.has(renderer.id));
  const kept = rows.find(({ renderer }) => renderer.id === draft.watchedId);
  return { ...draft, widget, watchedId: (added ?? kept ?? rows.at(-1))?.renderer.id };
}

/** The rows that an alarm can watch. */
export function watchable(widget: MetricWidget): readonly ExpandedRow[] {
  return expandRows(widget.metrics ?? []).filter(({ renderer, metric }) => metric !== undefined || renderer.expression !== undefined);
}

/** A row in words. */
export function rowWords({ metric, renderer }: ExpandedRow): string {
  const what = metric ? [metric.metricName, ...metric.dimensions.map(({ value }) => value)].join(" · ") : (renderer.expression ?? "");
  return renderer.label !== undefined && renderer.label !== "" ? renderer.label : what;
}

/** The graph of what is watched alone, with what it is computed from hidden behind it. */
export function watchedGraph(draft: AlarmDraft): MetricWidget | undefined {
  const needed = neededIds(draft);
  if (needed.size === 0) return undefined;
  const metrics = expandRows(draft.widget.metrics ?? []).flatMap(({ metric, renderer }): MetricRow[] => {
    if (renderer.id === undefined || !needed.has(renderer.id)) return [];
    const { visible: _, ...rest } = renderer;
    const options: Renderer = renderer.id === draft.watchedId ? rest : { ...rest, visible: false };
    return [
      metric ? [metric.namespace, metric.metricName, ...metric.dimensions.flatMap(({ name, value }) => [name, value]), options] : [options],
    ];
  });
  const threshold = numberIn(draft.threshold);
  return {
    region: draft.widget.region,
    view: "timeSeries",
    stacked: false,
    period: draft.periodSeconds,
    ...(draft.widget.stat !== undefined && { stat: draft.widget.stat }),
    metrics,
    ...withThreshold(draft.widget.yAxis, threshold),
    ...(threshold !== undefined && { annotations: { horizontal: [{ value: threshold, label: `Threshold ${threshold}` }] } }),
  };
}

/** When it fires, as far as what is typed says it. */
export function ruleOf(draft: AlarmDraft): AlarmRule | undefined {
  const threshold = numberIn(draft.threshold);
  const evaluationPeriods = countIn(draft.evaluationPeriods);
  const datapointsToAlarm = countIn(draft.datapointsToAlarm);
  if (threshold === undefined || evaluationPeriods === undefined || datapointsToAlarm === undefined) return undefined;
  if (datapointsToAlarm > evaluationPeriods) return undefined;
  return {
    comparisonOperator: draft.comparisonOperator,
    threshold,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: draft.treatMissingData,
    evaluateLowSampleCountPercentile: draft.lowSamples,
  };
}

/** The statistic of what is watched, where it is a plain metric. */
export function statisticOf(draft: AlarmDraft): string | undefined {
  const row = watchable(draft.widget).find(({ renderer }) => renderer.id === draft.watchedId);
  return row?.metric ? (row.renderer.stat ?? draft.widget.stat ?? "Average") : undefined;
}

export type DraftProblems = Readonly<Partial<Record<"watched" | "threshold" | "evaluationPeriods" | "datapointsToAlarm" | "name", string>>>;

/** What is missing or wrong, by field. The service checks the rest. */
export function problemsOf(draft: AlarmDraft): DraftProblems {
  const evaluationPeriods = countIn(draft.evaluationPeriods);
  const datapoints = countIn(draft.datapointsToAlarm);
  const row = watchable(draft.widget).find(({ renderer }) => renderer.id === draft.watchedId);
  const search = neededRows(draft).some(({ renderer }) => /\bSEARCH\s*\(/i.test(renderer.expression ?? ""));
  return {
    ...(!row && { watched: "Choose what the alarm watches." }),
    ...(row &&
      search && { watched: "An alarm cannot watch a SEARCH, which finds many lines: choose a metric or write a query (SELECT …)." }),
    ...(numberIn(draft.threshold) === undefined && { threshold: "Enter a number." }),
    ...(evaluationPeriods === undefined && { evaluationPeriods: "Enter a whole number from 1." }),
    ...(datapoints === undefined && { datapointsToAlarm: "Enter a whole number from 1." }),
    ...(datapoints !== undefined &&
      evaluationPeriods !== undefined &&
      datapoints > evaluationPeriods && { datapointsToAlarm: "At most as many as are looked at." }),
    ...(draft.name.trim() === "" && { name: "Enter a name." }),
  };
}

/** The input of PutMetricAlarm. The draft must have no problems. */
export function putInput(draft: AlarmDraft): Readonly<Record<string, unknown>> {
  return {
    AlarmName: draft.name.trim(),
    ...(draft.description !== "" && { AlarmDescription: draft.description }),
    ActionsEnabled: draft.actionsEnabled,
    AlarmActions: draft.alarmActions,
    OKActions: draft.okActions,
    InsufficientDataActions: draft.insufficientDataActions,
    ...watchedInput(draft),
    ComparisonOperator: draft.comparisonOperator,
    Threshold: numberIn(draft.threshold),
    EvaluationPeriods: countIn(draft.evaluationPeriods),
    DatapointsToAlarm: countIn(draft.datapointsToAlarm),
    TreatMissingData: draft.treatMissingData,
    ...(isPercentile(statisticOf(draft)) && { EvaluateLowSampleCountPercentile: draft.lowSamples }),
  };
}

export const isPercentile = (statistic: string | undefined): boolean => /^p\d/.test(statistic ?? "");

/** Statistics that PutMetricAlarm takes as Statistic; all others are extended ones. */
const plainStatistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

function watchedInput(draft: AlarmDraft): Readonly<Record<string, unknown>> {
  const { origin, widget, watchedId, periodSeconds } = draft;
  const unchanged = origin !== undefined && widget === draft.originWidget && periodSeconds === periodOf(origin);
  if (unchanged && origin.Metrics && origin.Metrics.find(({ ReturnData }) => ReturnData !== false)?.Id === watchedId)
    return { Metrics: origin.Metrics };
  const row = watchable(widget).find(({ renderer }) => renderer.id === watchedId);
  if (row?.metric) {
    const statistic = statisticOf(draft) ?? "Average";
    return {
      Namespace: row.metric.namespace,
      MetricName: row.metric.metricName,
      Dimensions: row.metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      Period: periodSeconds,
      ...(unchanged && origin.Unit !== undefined && { Unit: origin.Unit }),
      ...(plainStatistics.includes(statistic) ? { Statistic: statistic } : { ExtendedStatistic: statistic }),
    };
  }
  const graph = watchedGraph(draft);
  return {
    Metrics: (graph ? queriesOf(graph, periodSeconds) : []).map(({ Period, ...query }) => ({
      ...query,
      // Math has the period of what it is computed from; a query that reads metrics itself says it.
      ...(Period !== undefined && /^\s*SELECT\b/i.test(query.Expression ?? "") && { Period }),
    })),
  };
}

/** Ids of the watched row and of all it is computed from. */
function neededIds(draft: AlarmDraft): ReadonlySet<string> {
  return new Set(neededRows(draft).flatMap(({ renderer }) => renderer.id ?? []));
}

function neededRows({ widget, watchedId }: AlarmDraft): readonly ExpandedRow[] {
  const byId = new Map(watchable(widget).map((row) => [row.renderer.id, row]));
  const needed = new Map<string | undefined, ExpandedRow>();
  const take = (id: string | undefined): void => {
    const row = byId.get(id);
    if (!row || needed.has(id)) return;
    needed.set(id, row);
    const words = (row.renderer.expression ?? "").replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, " ").match(/[A-Za-z_]\w*/g) ?? [];
    for (const word of words) take(word);
  };
  take(watchedId);
  return [...needed.values()];
}

/** Every row with an id, so that it can be watched. */
function withIds(widget: MetricWidget): MetricWidget {
  const rows = expandRows(widget.metrics ?? []);
  if (rows.every(({ renderer }) => renderer.id !== undefined)) return widget;
  const taken = new Set(rows.map(({ renderer }) => renderer.id));
  let next = 1;
  const freshId = (): string => {
    while (taken.has(`m${next}`)) next++;
    taken.add(`m${next}`);
    return `m${next}`;
  };
  return {
    ...widget,
    metrics: rows.map(({ metric, renderer }): MetricRow => {
      const options = { ...renderer, id: renderer.id ?? freshId() };
      return metric
        ? [metric.namespace, metric.metricName, ...metric.dimensions.flatMap(({ name, value }) => [name, value]), options]
        : [options];
    }),
  };
}

function numberIn(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

function countIn(text: string): number | undefined {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 ? Number(text) : undefined;
}
