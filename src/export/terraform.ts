/** Alarms as Terraform resources of the AWS provider. */
import type { CompositeAlarmInput, MetricAlarmInput, RecommendedAlarm } from "../alarms/recommended.ts";
import type { AlarmFile } from "./alarm-file.ts";

type Value = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
type Attributes = readonly (readonly [name: string, value: Value | undefined])[];

const resourceName = ({ id }: RecommendedAlarm): string => id.replaceAll("-", "_");

/** A text as HCL writes it: `${` and `%{` would begin a template. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

function valueText(value: Value, indent: string): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value);
  const width = Math.max(...entries.map(([name]) => name.length));
  return `{\n${entries.map(([name, text]) => `${indent}  ${name.padEnd(width)} = ${quoted(text)}\n`).join("")}${indent}}`;
}

/** Lines `name = value`, the equals signs under each other as `terraform fmt` puts them; a value over several lines stands alone. */
function attributeLines(attributes: Attributes, indent: string): string {
  const given = attributes.filter((attribute): attribute is readonly [string, Value] => attribute[1] !== undefined);
  const isLong = (value: Value): boolean => typeof value === "object" && !Array.isArray(value);
  const width = Math.max(0, ...given.filter(([, value]) => !isLong(value)).map(([name]) => name.length));
  return given.map(([name, value]) => `${indent}${isLong(value) ? name : name.padEnd(width)} = ${valueText(value, indent)}\n`).join("");
}

const dimensionsOf = (dimensions: readonly { readonly Name: string; readonly Value: string }[] | undefined) =>
  dimensions && Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));

function metricAlarm(name: string, input: MetricAlarmInput): string {
  const head = attributeLines(
    [
      ["alarm_name", input.AlarmName],
      ["alarm_description", input.AlarmDescription],
      ["alarm_actions", input.AlarmActions],
      ["ok_actions", input.OKActions],
      ["namespace", input.Namespace],
      ["metric_name", input.MetricName],
      ["statistic", input.Statistic],
      ["period", input.Period],
      ["evaluation_periods", input.EvaluationPeriods],
      ["datapoints_to_alarm", input.DatapointsToAlarm],
      ["threshold", input.Threshold],
      ["comparison_operator", input.ComparisonOperator],
      ["treat_missing_data", input.TreatMissingData],
    ],
    "  ",
  );
  const dimensions = dimensionsOf(input.Dimensions);
  const long = dimensions ? `\n${attributeLines([["dimensions", dimensions]], "  ")}` : "";
  return `resource "aws_cloudwatch_metric_alarm" "${name}" {\n${head}${long}${(input.Metrics ?? []).map(metricQuery).join("")}}\n`;
}

function metricQuery({ Id, Expression, Label, Period, ReturnData, MetricStat }: NonNullable<MetricAlarmInput["Metrics"]>[number]): string {
  const head = attributeLines(
    [
      ["id", Id],
      ["expression", Expression],
      ["label", Label],
      ["period", Period],
      ["return_data", ReturnData],
    ],
    "    ",
  );
  if (!MetricStat) return `\n  metric_query {\n${head}  }\n`;
  const metric = attributeLines(
    [
      ["namespace", MetricStat.Metric.Namespace],
      ["metric_name", MetricStat.Metric.MetricName],
      ["period", MetricStat.Period],
      ["stat", MetricStat.Stat],
    ],
    "      ",
  );
  const dimensions = attributeLines([["dimensions", dimensionsOf(MetricStat.Metric.Dimensions)]], "      ");
  return `\n  metric_query {\n${head}\n    metric {\n${metric}\n${dimensions}    }\n  }\n`;
}

function compositeAlarm(name: string, input: CompositeAlarmInput, dependsOn: readonly string[]): string {
  const attributes = attributeLines(
    [
      ["alarm_name", input.AlarmName],
      ["alarm_description", input.AlarmDescription],
      ["alarm_actions", input.AlarmActions],
      ["ok_actions", input.OKActions],
      ["alarm_rule", input.AlarmRule],
    ],
    "  ",
  );
  const needs = dependsOn.map((one) => `    aws_cloudwatch_metric_alarm.${one},\n`).join("");
  return `resource "aws_cloudwatch_composite_alarm" "${name}" {\n${attributes}\n  depends_on = [\n${needs}  ]\n}\n`;
}

export const terraform: AlarmFile = {
  sentence: "Terraform resources of the AWS provider",
  write(alarms) {
    return alarms
      .map((alarm) => {
        if (alarm.type === "metric") return metricAlarm(resourceName(alarm), alarm.input);
        const children = alarms.filter(({ input }) => alarm.input.AlarmRule.includes(`"${input.AlarmName}"`));
        return compositeAlarm(resourceName(alarm), alarm.input, children.map(resourceName));
      })
      .join("\n");
  },
};
