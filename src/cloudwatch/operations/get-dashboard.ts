/** GetDashboard: a dashboard's body, letter for letter as it was put. */
import { operation } from "../../aws/operation.ts";
import { string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { checkedName, dashboardArn, noSuchDashboard } from "../dashboards/names.ts";

export const getDashboard = operation<CloudWatchContext>()({
  name: "GetDashboard",
  access: "viewer",
  input: structure("GetDashboardInput", { DashboardName: string() }),
  output: structure("GetDashboardOutput", { DashboardArn: string(), DashboardBody: string(), DashboardName: string() }),
  async handle({ DashboardName }, { context }) {
    const name = checkedName(DashboardName);
    const stored = await context.resources.read("dashboard", name);
    if (!stored) throw noSuchDashboard([name]);
    return { DashboardArn: dashboardArn(context, name), DashboardBody: stored.value.body, DashboardName: name };
  },
});
