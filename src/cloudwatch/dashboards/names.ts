/** Dashboards' names and ARNs. */
import type { CloudWatchContext } from "../context.ts";
import { cloudWatchError } from "../errors.ts";

const pattern = /^[A-Za-z0-9_-]{1,255}$/;

/** The name, if it may be one. Throws InvalidParameterValue, or MissingParameter where there is none. */
export function checkedName(name: string | undefined): string {
  if (name === undefined || name === "")
    throw cloudWatchError("MissingRequiredParameterException", "The parameter DashboardName is required.");
  if (pattern.test(name)) return name;
  throw cloudWatchError(
    "InvalidParameterValueException",
    "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n",
  );
}

/** Dashboards are global: their ARN has no region. */
export const dashboardArn = ({ installation }: CloudWatchContext, name: string): string =>
  `arn:aws:cloudwatch::${installation.accountId}:dashboard/${name}`;

export const noSuchDashboard = (names: readonly string[]) =>
  cloudWatchError("DashboardNotFoundError", `Dashboard ${names.join(", ")} does not exist`);
