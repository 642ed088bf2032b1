/** The CloudWatch API's operations on dashboards. */
import type { Api } from "../api.ts";
import { type DashboardBody, readBody } from "./dashboard-body.ts";

export interface DashboardEntry {
  readonly DashboardName: string;
  readonly DashboardArn?: string;
  /** Epoch seconds. */
  readonly LastModified?: number;
  /** Bytes of the body. */
  readonly Size?: number;
}

/** Every dashboard, by name. */
export async function listDashboards(api: Api, signal?: AbortSignal): Promise<readonly DashboardEntry[]> {
  const entries: DashboardEntry[] = [];
  let token: string | undefined;
  do {
    const page: { readonly DashboardEntries?: readonly DashboardEntry[]; readonly NextToken?: string } = await api.cloudwatch(
      "ListDashboards",
      token === undefined ? {} : { NextToken: token },
      signal,
    );
    entries.push(...(page.DashboardEntries ?? []));
    token = page.NextToken;
  } while (token);
  return entries;
}

export async function readDashboard(api: Api, name: string, signal?: AbortSignal): Promise<DashboardBody> {
  const { DashboardBody: body } = await api.cloudwatch<{ readonly DashboardBody: string }>("GetDashboard", { DashboardName: name }, signal);
  return readBody(body);
}

/** Whether there is a dashboard of this name. */
export async function dashboardExists(api: Api, name: string): Promise<boolean> {
  const { DashboardEntries: entries = [] } = await api.cloudwatch<{ readonly DashboardEntries?: readonly DashboardEntry[] }>(
    "ListDashboards",
    {
      DashboardNamePrefix: name,
    },
  );
  return entries.some(({ DashboardName }) => DashboardName === name);
}

export async function writeDashboard(api: Api, name: string, body: DashboardBody): Promise<void> {
  await api.cloudwatch("PutDashboard", { DashboardName: name, DashboardBody: JSON.stringify(body) });
}

export async function deleteDashboards(api: Api, names: readonly string[]): Promise<void> {
  await api.cloudwatch("DeleteDashboards", { DashboardNames: names });
}
