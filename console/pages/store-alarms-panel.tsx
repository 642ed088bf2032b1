/** The alarms that watch a key store, as a row of states. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { type ReactNode, useState } from "react";
import { createRecommendedAlarms, readAlarms } from "../alarms/alarm-calls.ts";
import { AlarmStateIndicator } from "../alarms/alarm-state.tsx";
import type { StoreAlarm } from "../graph/use-graph-events.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import type { Loaded } from "../parts/use-load.ts";

interface StoreAlarmsPanelProps {
  readonly keyStoreId: string;
  readonly alarms: Loaded<readonly StoreAlarm[]>;
}

export function StoreAlarmsPanel({ keyStoreId, alarms }: StoreAlarmsPanelProps): ReactNode {
  const { api, session } = useSignedIn();
  const notices = useNotices();
  const [creating, setCreating] = useState(false);
  const create = async (): Promise<void> => {
    setCreating(true);
    try {
      const created = await createRecommendedAlarms(api, await readAlarms(api), keyStoreId);
      notices.show({ id: "alarms", type: "success", content: `${created} recommended alarms were created.` });
      alarms.reload();
    } catch (error) {
      notices.show({ id: "alarms", type: "error", content: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
    setCreating(false);
  };
  const found = alarms.data ?? [];
  return (
    <Container header={<Header variant="h2">Alarms</Header>}>
      <FailureAlert failure={alarms.failure} header="The alarms could not be read" onRetry={alarms.reload} />
      {found.length > 0 ? (
        <ul className="store-alarms" aria-label="Alarms of this key store">
          {found.map(({ alarm }) => (
            <li key={alarm.AlarmName}>
              <Link href={`/alarms/${encodeURIComponent(alarm.AlarmName)}`}>{alarm.AlarmName}</Link>
              <AlarmStateIndicator state={alarm.StateValue} />
            </li>
          ))}
        </ul>
      ) : (
        <Box color="text-status-inactive">
          {alarms.data ? "No alarm watches this key store. " : "Loading"}
          {alarms.data && session.role === "admin" && (
            <Button loading={creating} onClick={() => void create()}>
              Create the recommended alarms
            </Button>
          )}
        </Box>
      )}
    </Container>
  );
}
