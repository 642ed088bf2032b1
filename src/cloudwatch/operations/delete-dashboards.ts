/** DeleteDashboards: deletes those of the named dashboards that exist; then says which did not. */
import { operation } from "../../aws/operation.ts";
import { list, string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { checkedName, dashboardArn, noSuchDashboard } from "../dashboards/names.ts";
import { Faults } from "../faults.ts";
import { tagsWrite } from "../tags.ts";

const maximumNames = 100;

export const deleteDashboards = operation<CloudWatchContext>()({
  name: "DeleteDashboards",
  access: "user",
  input: structure("DeleteDashboardsInput", { DashboardNames: list(string()) }),
  output: structure("DeleteDashboardsOutput", {}),
  async handle({ DashboardNames = [] }, { context }) {
    const faults = new Faults();
    if (DashboardNames.length === 0) faults.value("The collection DashboardNames must not have a size less than 1.");
    if (DashboardNames.length > maximumNames) faults.tooMany("DashboardNames", maximumNames);
    faults.throwModelled();
    const names = [...new Set(DashboardNames.map(checkedName))];
    const found = await Promise.all(names.map((name) => context.resources.read("dashboard", name)));
    const existing = names.filter((_, i) => found[i]);
    await context.resources.write(
      existing.flatMap((name) => [
        { kind: "dashboard" as const, id: name, value: undefined },
        tagsWrite(dashboardArn(context, name), undefined),
      ]),
    );
    if (existing.length < names.length) throw noSuchDashboard(names.filter((name) => !existing.includes(name)));
    return {};
  },
});
