/** ListDashboards: names and sizes, by name, 1,000 at a time. */
import { operation } from "../../aws/operation.ts";
import { list, long, string, structure, timestamp } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { dashboardArn } from "../dashboards/names.ts";
import { cloudWatchError } from "../errors.ts";
import { decodeToken, encodeToken } from "../next-token.ts";

const dashboardsPerPage = 1000;

const entry = structure("DashboardEntry", {
  DashboardName: string(),
  DashboardArn: string(),
  LastModified: timestamp(),
  Size: long(),
});

function startOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = decodeToken(token);
  if (typeof position !== "string") throw cloudWatchError("InvalidParameterValueException", "Request parameter NextToken is invalid");
  return position;
}

export const listDashboards = operation<CloudWatchContext>()({
  name: "ListDashboards",
  access: "viewer",
  input: structure("ListDashboardsInput", { DashboardNamePrefix: string(), NextToken: string() }),
  output: structure("ListDashboardsOutput", { DashboardEntries: list(entry), NextToken: string() }),
  async handle({ DashboardNamePrefix: prefix, NextToken }, { context }) {
    const after = startOf(NextToken);
    const stored = await context.resources.list("dashboard", {
      ...(prefix !== undefined && { prefix }),
      ...(after !== undefined && { after }),
      limit: dashboardsPerPage + 1,
    });
    const page = stored.slice(0, dashboardsPerPage);
    return {
      DashboardEntries: page.map(({ id, value }) => ({
        DashboardName: id,
        DashboardArn: dashboardArn(context, id),
        LastModified: value.modifiedAt / 1000,
        Size: Buffer.byteLength(value.body),
      })),
      ...(stored.length > page.length && { NextToken: encodeToken(page.at(-1)?.id) }),
    };
  },
});
