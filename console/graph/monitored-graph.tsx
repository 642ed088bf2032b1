/** One of the five graphs within the section: its card with help, alarm and the ways onward. */
import { lazy, memo, type ReactNode, Suspense, useState } from "react";
import { explorerAddress } from "../explorer/explorer-link.ts";
import { exceptionRow } from "../parts/failure-texts.ts";
import { useHelp } from "../parts/help-context.ts";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import type { GraphId } from "./five-graphs.ts";
import { GraphCard, type GraphCardProps } from "./graph-card.tsx";
import { alarmOfGraph } from "./recommended-alarms.ts";
import { defaultPeriodSeconds, type TimeRange } from "./time-range.ts";

const GraphHelp = lazy(async () => ({ default: (await import("./graph-help.tsx")).GraphHelp }));
const ExceptionHelp = lazy(async () => ({ default: (await import("./graph-help.tsx")).ExceptionHelp }));
const CreateAlarm = lazy(async () => ({ default: (await import("./create-alarm.tsx")).CreateAlarm }));

/** What the section knows of its key store. */
export interface MonitoredStore {
  readonly id: string;
  readonly name: string;
  readonly quotaPerSecond: number;
  readonly connectionState: string;
}

interface MonitoredGraphProps extends GraphCardProps {
  readonly id: GraphId;
  readonly store: MonitoredStore;
  readonly range: TimeRange;
  readonly onCopyLink: () => void;
}

export const MonitoredGraph = memo(function MonitoredGraph({ id, store, range, onCopyLink, ...card }: MonitoredGraphProps): ReactNode {
  const help = useHelp();
  const { session } = useSignedIn();
  const [alarming, setAlarming] = useState(false);
  const throttle = {
    title: `${store.name}: throttled requests`,
    region: session.region,
    view: "timeSeries" as const,
    stacked: false,
    period: defaultPeriodSeconds,
    metrics: [
      [
        {
          id: "throttled",
          label: "${PROP('Dim.KmsOperation')}",
          expression: `SEARCH('{AWS/KMS,CustomKeyStoreId,KeySpec,KmsOperation} MetricName="ExternalKeyStoreThrottle" CustomKeyStoreId="${store.id}"', 'Sum')`,
        },
      ],
    ],
    yAxis: { left: { min: 0, label: "Count", showUnits: false } },
  };
  const view = { range, periodSeconds: defaultPeriodSeconds };
  const showHelp = (): void =>
    help.show({
      id,
      panel: (
        <Suspense>
          <GraphHelp
            id={id}
            store={{ keyStoreId: store.id, throttleAddress: explorerAddress(throttle, view) }}
            alarm={alarmOfGraph[id].sentence}
            onCreateAlarm={() => setAlarming(true)}
          />
        </Suspense>
      ),
    });
  const showException = (label: string): void => {
    const row = exceptionRow(label);
    if (row)
      help.show({
        id: label,
        panel: (
          <Suspense>
            <ExceptionHelp row={row} keyStoreId={store.id} />
          </Suspense>
        ),
      });
  };
  return (
    <>
      <GraphCard
        {...card}
        onInfo={showHelp}
        {...(id === "top-5-exceptions" && { onLineInfo: showException })}
        actions={[
          {
            id: "metrics",
            text: "View in metrics",
            act: () => navigate(explorerAddress({ ...card.widget, title: `${store.name}: ${card.title}` }, view)),
          },
          {
            id: "alarm",
            text: "Create alarm",
            act: () => navigate(`/alarms/create?${new URLSearchParams({ keyStore: store.id, recommended: alarmOfGraph[id].id })}`),
          },
          { id: "link", text: "Copy link", act: onCopyLink },
        ]}
      />
      {alarming && (
        <Suspense>
          <CreateAlarm {...alarmOfGraph[id]} keyStoreId={store.id} onClose={() => setAlarming(false)} />
        </Suspense>
      )}
    </>
  );
});
