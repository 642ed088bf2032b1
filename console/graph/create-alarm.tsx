/** Creates the recommended alarm of a graph, its name and threshold open to change. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useEffect, useState } from "react";
import { useNotices } from "../parts/notices.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { readRecommendedAlarms } from "./recommended-alarms.ts";

interface CreateAlarmProps {
  /** The id under which the service recommends the alarm. */
  readonly id: string;
  readonly sentence: string;
  readonly keyStoreId: string;
  readonly onClose: () => void;
}

export function CreateAlarm({ id, sentence, keyStoreId, onClose }: CreateAlarmProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [input, setInput] = useState<Readonly<Record<string, unknown>>>();
  const [name, setName] = useState("");
  const [threshold, setThreshold] = useState("");
  const [target, setTarget] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    readRecommendedAlarms(api, keyStoreId, controller.signal)
      .then((alarms) => {
        const alarm = alarms.find((one) => one.id === id);
        if (!alarm) throw new Error(`The service recommends no alarm ${id}.`);
        setInput(alarm.input);
        setName(alarm.name);
        setThreshold(String(alarm.input["Threshold"]));
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setProblem(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      });
    return () => controller.abort();
  }, [api, id, keyStoreId]);
  const create = async (): Promise<void> => {
    if (name.trim() === "") return setProblem("Enter a name.");
    if (threshold.trim() === "" || !Number.isFinite(Number(threshold))) return setProblem("The threshold has to be a number.");
    setBusy(true);
    try {
      await api.cloudwatch("PutMetricAlarm", {
        ...input,
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
            <Button variant="primary" loading={busy} disabled={!input} onClick={() => void create()}>
              Create alarm
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>{sentence}</Box>
        {input ? (
          <SpaceBetween size="m">
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
        ) : (
          <StatusIndicator type={problem ? "error" : "loading"}>{problem ?? "Loading"}</StatusIndicator>
        )}
      </SpaceBetween>
    </Modal>
  );
}
