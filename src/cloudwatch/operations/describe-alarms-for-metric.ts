/** DescribeAlarmsForMetric: the alarms on exactly one metric; alarms on expressions are not among them. */
import { operation } from "../../aws/operation.ts";
import { enumeration, integer, list, required, string, structure } from "../../lib/schema.ts";
import { units } from "../../model/metric.ts";
import { metricAlarmShape } from "../alarms/shapes.ts";
import { tellMetricAlarm } from "../alarms/tell-alarm.ts";
import { checkDimensions } from "../checks.ts";
import type { CloudWatchContext } from "../context.ts";
import { Faults } from "../faults.ts";
import { dimensionShape } from "../shapes.ts";

export const describeAlarmsForMetric = operation<CloudWatchContext>()({
  name: "DescribeAlarmsForMetric",
  access: "viewer",
  input: structure("DescribeAlarmsForMetricInput", {
    MetricName: required(string({ length: [1, 255] })),
    Namespace: required(string({ length: [1, 255], pattern: /^[^:].*$/ })),
    Statistic: enumeration(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
    ExtendedStatistic: string(),
    Dimensions: list(dimensionShape),
    Period: integer([1, undefined]),
    Unit: enumeration(units),
  }),
  output: structure("DescribeAlarmsForMetricOutput", { MetricAlarms: required(list(metricAlarmShape)) }),
  async handle(request, { context }) {
    const faults = new Faults();
    const dimensions = JSON.stringify(checkDimensions(request.Dimensions, "Dimensions", faults));
    faults.throwModelled();
    const statistic = request.Statistic ?? request.ExtendedStatistic;
    const found = [...(await context.alarms.entries()).values()].flatMap(({ alarm, status }) => {
      if (alarm.type !== "metric" || !alarm.metric) return [];
      const { metric } = alarm;
      if (metric.namespace !== request.Namespace || metric.metricName !== request.MetricName) return [];
      if (JSON.stringify(metric.dimensions) !== dimensions) return [];
      if (statistic !== undefined && metric.statistic !== statistic) return [];
      if (request.Period !== undefined && metric.periodSeconds !== request.Period) return [];
      if (request.Unit !== undefined && metric.unit !== request.Unit) return [];
      return [tellMetricAlarm(context.installation, alarm, status)];
    });
    return { MetricAlarms: found.sort((left, right) => ((left.AlarmName ?? "") < (right.AlarmName ?? "") ? -1 : 1)) };
  },
});
