/** Creates the recommended alarm of a graph, its name and threshold open to change. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";
import { useNotices } from "../parts/notices.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import type { RecommendedAlarm } from "./recommended-alarms.ts";

interface CreateAlarmProps {
  readonly alarm: RecommendedAlarm;
  readonly onClose: () => void;
}

export function CreateAlarm({ alarm, onClose }: CreateAlarmProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [name, setName] = useState(alarm.input.AlarmName);
  const [threshold, setThreshold] = useState(String(alarm.input.Threshold));
  const [target, setTarget] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const create = async (): Promise<void> => {
    if (name.trim() === "") return setProblem("Enter a name.");
    if (threshold.trim() === "" || !Number.isFinite(Number(threshold))) return setProblem("The threshold has to be a number.");
    setBusy(true);
    try {
      await api.cloudwatch("PutMetricAlarm", {
        ...alarm.input,
        AlarmName: name.trim(),
        Threshold: Number(threshold),
        ...(target.trim() !== "" && { AlarmActions: [target.trim()] }),
      });
      notices.show({ id: "alarm-created", type: "success", content: `The alarm “${name.trim()}” was created.` });
      onClose();
    } catch (error) {
      setBusy(false);
      setProblem(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
    return undefined;
  };
  return (
    <Modal
      visible
      header="Create alarm"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void create()}>
              Create alarm
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{alarm.sentence}</Box>
        <FormField label="Alarm name" errorText={problem}>
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField label="Threshold">
          <Input value={threshold} inputMode="decimal" onChange={({ detail }) => setThreshold(detail.value)} />
        </FormField>
        <FormField label="Notify (optional)" description="An action's ARN or address, told when the alarm goes to ALARM.">
          <Input value={target} onChange={({ detail }) => setTarget(detail.value)} />
        </FormField>
      </SpaceBetween>
    </Modal>
  );
}
