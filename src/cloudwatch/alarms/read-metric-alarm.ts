/** PutMetricAlarm's input by CloudWatch's rules, told in its words; what comes out may be kept. */
import { comparedId, queriesOf } from "../../alarms/alarm-queries.ts";
import {
  type AlarmMetric,
  type AlarmQuery,
  type AlarmState,
  type ComparisonOperator,
  comparisons,
  type MetricAlarm,
  type MissingDataTreatment,
  missingDataTreatments,
} from "../../model/alarm.ts";
import { ExpressionFault, isExpression, type Query } from "../../query/metric-math/query.ts";
import { planQueries } from "../../query/metric-math/plan.ts";
import { parseStatistic } from "../../query/statistics.ts";
import { checkDimensions } from "../checks.ts";
import { cloudWatchError, validationError } from "../errors.ts";
import { Faults } from "../faults.ts";
import { readQueries } from "../metric-data/read-queries.ts";
import type { PutMetricAlarmInput } from "./shapes.ts";

const maximumMetrics = 10;
const secondsOfDay = 86_400;
const secondsOfWeek = 604_800;
/** One-second and five-second periods can be graphed, not alarmed on. */
const shortPeriods = [10, 20, 30];

/** Members that go with MetricName and not with Metrics. */
const metricMembers = ["MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic"] as const;
/** Members of kinds of alarms that this service does not have, and what they are about. */
const notServed = {
  ThresholdMetricId: "anomaly detection",
  EvaluationWindow: "evaluation windows",
  WarmUpConfiguration: "warm-up periods",
  EvaluationCriteria: "alarms on PromQL queries",
  EvaluationInterval: "alarms on PromQL queries",
} as const;

/** The alarm that the input describes. Throws a ValidationError. */
export function readMetricAlarm(input: PutMetricAlarmInput, now: number): MetricAlarm {
  refuseWhatIsNotServed(input);
  const { EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm, Threshold: threshold } = input;
  if (threshold === undefined) throw validationError("Threshold must not be null");
  if (!Number.isFinite(threshold)) throw validationError("Threshold must be a finite number");
  if (datapointsToAlarm !== undefined && datapointsToAlarm > evaluationPeriods) {
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
  }
  const watched = input.Metrics ? readMetrics(input) : readMetric(input);
  checkSpan(watched.periodSeconds, evaluationPeriods);
  const treatMissingData = readTreatment(input.TreatMissingData);
  const lowSamples = readLowSamples(input.EvaluateLowSampleCountPercentile);
  return {
    type: "metric",
    name: input.AlarmName,
    ...readSettings(input),
    configurationUpdatedAt: now,
    ...watched,
    comparisonOperator: readOperator(input.ComparisonOperator),
    threshold,
    evaluationPeriods,
    ...(datapointsToAlarm !== undefined && { datapointsToAlarm }),
    ...(treatMissingData && { treatMissingData }),
    ...(lowSamples && { evaluateLowSampleCountPercentile: lowSamples }),
  };
}

interface Settings {
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
}

/**
 * What metric and composite alarms have in common. Throws a ValidationError for an action that is no ARN. What an ARN names is
 * found out when the action is due; alarms are put for targets of other services, and with placeholders, too.
 */
export function readSettings({ AlarmDescription, ActionsEnabled, OKActions, AlarmActions, InsufficientDataActions }: Settings): {
  readonly description?: string;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
} {
  const actions = { OK: OKActions ?? [], ALARM: AlarmActions ?? [], INSUFFICIENT_DATA: InsufficientDataActions ?? [] };
  const wrong = Object.values(actions)
    .flat()
    .find((action) => !action.startsWith("arn:"));
  if (wrong !== undefined) throw validationError(`Invalid arn syntax: ${wrong}`);
  return { ...(AlarmDescription !== undefined && { description: AlarmDescription }), actionsEnabled: ActionsEnabled ?? true, actions };
}

function refuseWhatIsNotServed(input: PutMetricAlarmInput): void {
  if (input.Threshold !== undefined && input.ThresholdMetricId !== undefined) {
    throw validationError("Threshold and ThresholdMetricId cannot both be set");
  }
  for (const [member, subject] of Object.entries(notServed)) {
    if (input[member as keyof typeof notServed] !== undefined) {
      throw validationError(`${member} is not available: ${subject} are no part of this service.`.replace("detection are", "detection is"));
    }
  }
}

function readOperator(operator: string): ComparisonOperator {
  if (!Object.hasOwn(comparisons, operator)) {
    throw validationError(`ComparisonOperator ${operator} is not available: anomaly detection is no part of this service.`);
  }
  return operator as ComparisonOperator;
}

type Watched = Pick<MetricAlarm, "metric" | "queries" | "periodSeconds">;

function readMetric(input: PutMetricAlarmInput): Watched {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Dimensions, Period, Unit } = input;
  if (MetricName === undefined) throw validationError("MetricName must not be null");
  if (Namespace === undefined) throw validationError("Namespace must not be null");
  if (Period === undefined) throw validationError("Period must not be null");
  checkPeriod(Period);
  if (Statistic === undefined && ExtendedStatistic === undefined) {
    throw validationError("Exactly one of Statistic and ExtendedStatistic must be set");
  }
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw validationError("Statistic and ExtendedStatistic cannot both be set");
  }
  if (ExtendedStatistic !== undefined) checkExtended(ExtendedStatistic);
  const faults = new Faults();
  const dimensions = checkDimensions(Dimensions, "Dimensions", faults);
  faults.throwModelled();
  const metric: AlarmMetric = {
    namespace: Namespace,
    metricName: MetricName,
    dimensions,
    ...(Unit !== undefined && { unit: Unit }),
    statistic: Statistic ?? ExtendedStatistic ?? "",
    periodSeconds: Period,
  };
  return { metric, periodSeconds: Period };
}

function checkExtended(statistic: string): void {
  const parsed = parseStatistic(statistic);
  if (!parsed || ["SampleCount", "Average", "Sum", "Minimum", "Maximum"].includes(parsed.kind)) {
    throw cloudWatchError("InvalidParameterValueException", `The value ${statistic} for parameter ExtendedStatistic is not supported.`);
  }
}

function checkPeriod(period: number): void {
  if (shortPeriods.includes(period) || (period >= 60 && period % 60 === 0)) return;
  throw validationError("Period must be 10, 20, 30 or a multiple of 60");
}

function checkSpan(periodSeconds: number, evaluationPeriods: number): void {
  const most = periodSeconds < 3600 ? secondsOfDay : secondsOfWeek;
  if (periodSeconds * evaluationPeriods > most) {
    const span = most === secondsOfDay ? "a day" : "seven days";
    throw validationError(`Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${most}).`);
  }
}

function readMetrics(input: PutMetricAlarmInput): Watched {
  const wire = input.Metrics ?? [];
  for (const member of metricMembers) {
    if (input[member] !== undefined) throw validationError(`${member} should not be set if list of Metrics is set.`);
  }
  if (wire.length === 0) throw validationError("Invalid metrics list");
  const faults = new Faults();
  const read = readQueries(wire, "Metrics", faults);
  faults.throwValidation();
  if (read.filter((query) => !isExpression(query)).length > maximumMetrics) {
    throw validationError(`The list of Metrics must not have more than ${maximumMetrics} metrics`);
  }
  const queries = wire.map(({ ReturnData, Label }, i) => alarmQuery(read[i] as Query, ReturnData !== false, Label));
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw validationError("Exactly one element of the metrics list should return data.");
  }
  return { queries, periodSeconds: periodOf(queries) };
}

function alarmQuery(query: Query, returnData: boolean, label: string | undefined): AlarmQuery {
  const rest = { id: query.id, ...(label !== undefined && { label }), returnData };
  if (isExpression(query)) {
    return { ...rest, expression: query.expression, ...(query.periodSeconds !== undefined && { periodSeconds: query.periodSeconds }) };
  }
  const { namespace, metricName, dimensions, unit, statistic, periodSeconds } = query;
  return { ...rest, metric: { namespace, metricName, dimensions, ...(unit !== undefined && { unit }), statistic, periodSeconds } };
}

/** The width of one datapoint of the list's result: all metrics have the same. */
function periodOf(queries: readonly AlarmQuery[]): number {
  const compared = comparedId({ queries });
  try {
    const plan = planQueries(queriesOf({ queries }));
    const periods = new Set<number>();
    for (const [id, step] of plan.steps) {
      if (step.kind === "math" && step.searches.length > 0) throw validationError("SEARCH is not allowed in the expressions of an alarm");
      if (step.kind === "insights" && step.insights.groupBy.length > 0) {
        throw validationError("GROUP BY is not available in alarms: an alarm of this service watches a single time series.");
      }
      if (step.kind !== "math") periods.add(plan.periodOf(id));
    }
    if (periods.size > 1) throw validationError("Period must be the same for all metrics of an alarm");
    const period = plan.periodOf(compared);
    checkPeriod(period);
    return period;
  } catch (error) {
    if (error instanceof ExpressionFault) throw validationError(`Error in expression '${error.id}': ${error.message}`);
    throw error;
  }
}

function readTreatment(treatment: string | undefined): MissingDataTreatment | undefined {
  if (treatment === undefined) return undefined;
  const known = missingDataTreatments.find((one) => one === treatment);
  if (known) return known;
  throw validationError(
    `Option ${treatment} is not supported. Supported options for parameter TreatMissingData are breaching, notBreaching, ignore and missing.`,
  );
}

function readLowSamples(option: string | undefined): "evaluate" | "ignore" | undefined {
  if (option === undefined || option === "evaluate" || option === "ignore") return option;
  throw validationError(
    `Option ${option} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
  );
}
