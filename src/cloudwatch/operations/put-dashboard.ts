/** PutDashboard: checks a dashboard's body as AWS does and keeps it, letter for letter. */
import { operation } from "../../aws/operation.ts";
import { list, string, structure } from "../../lib/schema.ts";
import type { CloudWatchContext } from "../context.ts";
import { cloudWatchError } from "../errors.ts";
import { dashboardRule } from "../dashboards/dashboard-rules.ts";
import { checkedName, dashboardArn } from "../dashboards/names.ts";
import { check, type DashboardFault } from "../dashboards/rules.ts";
import { checkTags, tagShape, tagsWrite } from "../tags.ts";

const longestBodyBytes = 1024 * 1024;

const input = structure("PutDashboardInput", { DashboardName: string(), DashboardBody: string(), Tags: list(tagShape) });
const output = structure("PutDashboardOutput", {
  DashboardValidationMessages: list(structure("DashboardValidationMessage", { DataPath: string(), Message: string() })),
});

/** Throws DashboardInvalidInputError with everything that is wrong. */
function checkBody(body: string | undefined): string {
  if (body === undefined || body === "") {
    throw cloudWatchError("MissingRequiredParameterException", "The parameter DashboardBody is required.");
  }
  if (Buffer.byteLength(body) > longestBodyBytes) {
    throw invalid(`The field DashboardBody must not be larger than ${longestBodyBytes} bytes`, []);
  }
  const faults = check(dashboardRule, parsed(body));
  if (faults.length === 0) return body;
  throw invalid(`The dashboard body is invalid, there are ${faults.length} validation errors:\n${JSON.stringify(faults, null, 2)}`, faults);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid("The field DashboardBody must be a valid JSON object", []);
  }
}

const invalid = (message: string, faults: readonly DashboardFault[]) =>
  cloudWatchError("DashboardInvalidInputError", message, {
    dashboardValidationMessages: faults.map((fault) => ({ DataPath: fault.dataPath, Message: fault.message })),
  });

export const putDashboard = operation<CloudWatchContext>()({
  name: "PutDashboard",
  access: "user",
  input,
  output,
  async handle({ DashboardName, DashboardBody, Tags }, { context }) {
    const name = checkedName(DashboardName);
    const body = checkBody(DashboardBody);
    const tags = Tags ? [tagsWrite(dashboardArn(context, name), checkTags(Tags))] : [];
    await context.resources.write([{ kind: "dashboard", id: name, value: { body, modifiedAt: context.clock.now() } }, ...tags]);
    return { DashboardValidationMessages: [] };
  },
});
