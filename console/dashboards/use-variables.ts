/** A dashboard's variables with their values: chosen ones stand in the address, those of a search are asked for. */
import { useCallback, useMemo } from "react";
import type { Api } from "../api.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import type { DashboardBody } from "./dashboard-body.ts";
import type { VariableState } from "./variable-controls.tsx";
import { type DashboardVariable, valueOf, variablesOf } from "./variables.ts";

/** Before a variable's id in the address. */
export const parameterPrefix = "var.";

export function useVariables(body: DashboardBody, query: string): readonly VariableState[] {
  const { api } = useSignedIn();
  const key = JSON.stringify(body["variables"] ?? []);
  const variables = useMemo(() => variablesOf({ widgets: [], variables: JSON.parse(key) as unknown }), [key]);
  const { data } = useLoad(useCallback((signal) => foundValues(api, variables, signal), [api, variables]));
  return useMemo(() => {
    const chosen = Object.fromEntries(
      [...new URLSearchParams(query)].flatMap(([name, value]) =>
        name.startsWith(parameterPrefix) ? [[name.slice(parameterPrefix.length), value]] : [],
      ),
    );
    return variables.map((variable): VariableState => {
      const found = data?.get(variable.id) ?? [];
      const options = variable.values ?? found.map((value) => ({ value }));
      return { variable, value: valueOf(variable, chosen, found), options };
    });
  }, [variables, data, query]);
}

/** Values of the dimension `populateFrom`, or of the property itself, among the metrics that the search names. */
async function foundValues(
  api: Api,
  variables: readonly DashboardVariable[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const variable of variables) {
    const name = variable.populateFrom ?? (variable.type === "property" ? variable.property : undefined);
    if (variable.values || variable.inputType === "input" || name === undefined || ["region", "stat", "period"].includes(name)) continue;
    const namespace = /\{\s*"?([^,"}]+)/.exec(variable.search ?? "")?.[1]?.trim();
    const metricName = /MetricName\s*=\s*"([^"]+)"/.exec(variable.search ?? "")?.[1];
    const answer = await api.cloudwatch<{
      readonly Metrics?: readonly { readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[] }[];
    }>(
      "ListMetrics",
      {
        Dimensions: [{ Name: name }],
        ...(namespace !== undefined && { Namespace: namespace }),
        ...(metricName !== undefined && { MetricName: metricName }),
      },
      signal,
    );
    const values = (answer.Metrics ?? []).flatMap(({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === name)?.Value ?? []);
    found.set(variable.id, [...new Set(values)].sort());
  }
  return found;
}
