/** Reads what happened to a key store and which alarms watch it. */
import { useCallback, useMemo } from "react";
import { readAlarms, readStateUpdates } from "../alarms/alarm-calls.ts";
import type { MetricAlarm } from "../alarms/alarm-shapes.ts";
import type { Api } from "../api.ts";
import type { ConnectionEventShape } from "../console-shapes.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { type Loaded, useInterval, useLoad } from "../parts/use-load.ts";
import type { GraphId } from "./five-graphs.ts";
import { alarmsOfStore, connectionEvents, firings, type GraphEvent, graphOfAlarm } from "./graph-events.ts";

/** One alarm of the store with the moments at which it fired. */
export interface StoreAlarm {
  readonly alarm: MetricAlarm;
  readonly graph: GraphId | undefined;
  readonly firings: readonly GraphEvent[];
}

/** Seconds between quiet looks at the alarms. */
const refreshSeconds = 30;

/** The alarms that watch a key store. */
export function useStoreAlarms(keyStoreId: string): Loaded<readonly StoreAlarm[]> {
  const { api } = useSignedIn();
  const loaded = useLoad(useCallback((signal) => readStoreAlarms(api, keyStoreId, signal), [api, keyStoreId]));
  useInterval(loaded.reload, refreshSeconds);
  return loaded;
}

async function readStoreAlarms(api: Api, keyStoreId: string, signal: AbortSignal): Promise<readonly StoreAlarm[]> {
  const alarms = alarmsOfStore(await readAlarms(api, signal), keyStoreId);
  return Promise.all(
    alarms.map(async (alarm) => ({
      alarm,
      graph: graphOfAlarm(alarm),
      firings: firings(alarm.AlarmName, await readStateUpdates(api, alarm.AlarmName, signal)),
    })),
  );
}

/**
 * The marks of each of the five graphs: every change of the connection, and the alarms on that graph's own metric.
 * @param connectionState a new one asks anew
 */
export function useGraphEvents(
  keyStoreId: string,
  connectionState: string,
  alarms: readonly StoreAlarm[] | undefined,
): (graph: GraphId) => readonly GraphEvent[] {
  const { api } = useSignedIn();
  const { data } = useLoad(
    useCallback(
      async (signal) => {
        // The state is no part of the question, but the answer changes with it.
        const asked = { KeyStoreId: keyStoreId, state: connectionState };
        const { ConnectionEvents } = await api.xkswatch<{ readonly ConnectionEvents: readonly ConnectionEventShape[] }>(
          "ListConnectionEvents",
          { KeyStoreId: asked.KeyStoreId },
          signal,
        );
        return connectionEvents(ConnectionEvents);
      },
      [api, keyStoreId, connectionState],
    ),
  );
  // Kept apart by content: the alarms are read again and again, and a new array would draw the graphs anew.
  const fired = JSON.stringify((alarms ?? []).flatMap(({ graph, firings: events }) => (graph ? [{ graph, events }] : [])));
  return useMemo(() => {
    const ofAlarms = JSON.parse(fired) as readonly { readonly graph: GraphId; readonly events: readonly GraphEvent[] }[];
    const table = new Map<GraphId, readonly GraphEvent[]>();
    return (graph) => {
      const known = table.get(graph);
      if (known) return known;
      const own = ofAlarms.filter((entry) => entry.graph === graph).flatMap(({ events }) => events);
      const events = [...(data ?? []), ...own].toSorted((a, b) => a.at - b.at);
      table.set(graph, events);
      return events;
    };
  }, [data, fired]);
}
