/** Creating an alarm, from nothing, from a graph or from a recommendation; and changing one. */
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useCallback } from "react";
import type { Api } from "../api.ts";
import { readAlarm } from "../alarms/alarm-calls.ts";
import { type AlarmDraft, draftOfAlarm, draftOfGraph } from "../alarms/alarm-draft.ts";
import { AlarmForm } from "../alarms/alarm-form.tsx";
import type { MetricAlarm } from "../alarms/alarm-shapes.ts";
import { CompositeForm } from "../alarms/composite-form.tsx";
import { graphOf } from "../explorer/explorer-link.ts";
import { readRecommendedAlarms } from "../graph/recommended-alarms.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useQuery } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";

export default function AlarmWritePage({ name }: { readonly name?: string }): ReactNode {
  const { api, session } = useSignedIn();
  const query = useQuery();
  const { data, failure, reload } = useLoad(
    useCallback((signal) => readStart(api, session.region, name, query, signal), [api, session.region, name, query]),
  );
  if (!data) {
    if (failure) return <FailureAlert failure={failure} header="The alarm could not be read" onRetry={reload} />;
    return <Spinner size="large" />;
  }
  return "AlarmRule" in data ? <CompositeForm alarm={data} /> : <AlarmForm key={`${name ?? ""}${query}`} start={data} editing={name} />;
}

/** What the form starts with; a composite alarm as it is. */
async function readStart(
  api: Api,
  region: string,
  name: string | undefined,
  query: string,
  signal: AbortSignal,
): Promise<AlarmDraft | (MetricAlarm & { readonly AlarmRule: string })> {
  if (name !== undefined) {
    const alarm = await readAlarm(api, name, signal);
    if (!alarm) throw new Error(`There is no alarm named ${name}.`);
    const { AlarmRule } = alarm;
    return AlarmRule === undefined ? draftOfAlarm(alarm, region) : { ...alarm, AlarmRule };
  }
  const parameters = new URLSearchParams(query);
  const recommended = parameters.get("recommended");
  if (recommended !== null) {
    const alarm = (await readRecommendedAlarms(api, parameters.get("keyStore") ?? undefined, signal)).find(({ id }) => id === recommended);
    if (!alarm) throw new Error(`No alarm ${recommended} is recommended.`);
    return draftOfAlarm(alarm.input as unknown as MetricAlarm, region);
  }
  const graph = graphOf(query);
  if (typeof graph === "string") throw new Error(graph);
  return draftOfGraph(graph ?? { region, metrics: [] });
}
