/** The CloudWatch API: its operations, one line each. What an operation does stands in the folder beside. */
import type { Operation, Service } from "../aws/operation.ts";
import type { CloudWatchContext } from "./context.ts";
import { deleteAlarms } from "./operations/delete-alarms.ts";
import { deleteDashboards } from "./operations/delete-dashboards.ts";
import { describeAlarmContributors } from "./operations/describe-alarm-contributors.ts";
import { describeAlarmHistory } from "./operations/describe-alarm-history.ts";
import { describeAlarms } from "./operations/describe-alarms.ts";
import { describeAlarmsForMetric } from "./operations/describe-alarms-for-metric.ts";
import { disableAlarmActions } from "./operations/disable-alarm-actions.ts";
import { enableAlarmActions } from "./operations/enable-alarm-actions.ts";
import { getDashboard } from "./operations/get-dashboard.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { getMetricWidgetImage } from "./operations/get-metric-widget-image.ts";
import { listDashboards } from "./operations/list-dashboards.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putCompositeAlarm } from "./operations/put-composite-alarm.ts";
import { putDashboard } from "./operations/put-dashboard.ts";
import { putMetricAlarm } from "./operations/put-metric-alarm.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import { setAlarmState } from "./operations/set-alarm-state.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { operationsNotServed } from "./operations-not-served.ts";

export type { CloudWatchContext } from "./context.ts";

const served = [
  deleteAlarms,
  deleteDashboards,
  describeAlarmContributors,
  describeAlarmHistory,
  describeAlarms,
  describeAlarmsForMetric,
  disableAlarmActions,
  enableAlarmActions,
  getDashboard,
  getMetricData,
  getMetricStatistics,
  getMetricWidgetImage,
  listDashboards,
  listMetrics,
  listTagsForResource,
  putCompositeAlarm,
  putDashboard,
  putMetricAlarm,
  putMetricData,
  setAlarmState,
  tagResource,
  untagResource,
] as readonly Operation<CloudWatchContext>[];

/** The service, under the names and protocols that CloudWatch's clients use. */
export function createCloudWatchService(context: CloudWatchContext): Service<CloudWatchContext> {
  return {
    signingName: "monitoring",
    actionPrefix: "cloudwatch",
    targetPrefix: "GraniteServiceVersion20100801",
    jsonVersion: "1.0",
    queryVersion: "2010-08-01",
    errorNamespace: "com.amazonaws.cloudwatch.v2010_08_01",
    xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
    operations: new Map([...served, ...operationsNotServed].map((one) => [one.name, one])),
    context,
  };
}
