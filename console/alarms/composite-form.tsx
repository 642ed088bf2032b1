/** Changes a composite alarm: its rule, whom it tells, its description. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { type ReactNode, useState } from "react";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { ActionFields } from "./action-fields.tsx";
import type { MetricAlarm } from "./alarm-shapes.ts";

export function CompositeForm({ alarm }: { readonly alarm: MetricAlarm & { readonly AlarmRule: string } }): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [rule, setRule] = useState(alarm.AlarmRule);
  const [description, setDescription] = useState(alarm.AlarmDescription ?? "");
  const [actions, setActions] = useState({
    actionsEnabled: alarm.ActionsEnabled !== false,
    alarmActions: alarm.AlarmActions ?? [],
    okActions: alarm.OKActions ?? [],
    insufficientDataActions: alarm.InsufficientDataActions ?? [],
  });
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const address = `/alarms/${encodeURIComponent(alarm.AlarmName)}`;
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await api.cloudwatch("PutCompositeAlarm", {
        AlarmName: alarm.AlarmName,
        AlarmRule: rule,
        ...(description !== "" && { AlarmDescription: description }),
        ActionsEnabled: actions.actionsEnabled,
        AlarmActions: actions.alarmActions,
        OKActions: actions.okActions,
        InsufficientDataActions: actions.insufficientDataActions,
        ...(alarm.ActionsSuppressor && {
          ActionsSuppressor: alarm.ActionsSuppressor,
          ActionsSuppressorWaitPeriod: alarm.ActionsSuppressorWaitPeriod,
          ActionsSuppressorExtensionPeriod: alarm.ActionsSuppressorExtensionPeriod,
        }),
      });
      notices.show({ id: "alarm-saved", type: "success", content: `The alarm “${alarm.AlarmName}” was changed.` });
      navigate(address);
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  };
  return (
    <Form
      header={<Header variant="h1">Edit {alarm.AlarmName}</Header>}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={address}>
            Cancel
          </Button>
          <Button variant="primary" loading={busy} onClick={() => void save()}>
            Save changes
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <FailureAlert failure={failure} header="The alarm was not changed" />
        <Container header={<Header variant="h2">Condition</Header>}>
          <SpaceBetween size="m">
            <FormField label="Alarm rule" description='E.g. ALARM("a") AND NOT OK("b").' stretch>
              <Textarea value={rule} rows={4} spellcheck={false} onChange={({ detail }) => setRule(detail.value)} />
            </FormField>
            <FormField label="Description (optional)" stretch>
              <Textarea value={description} rows={3} onChange={({ detail }) => setDescription(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Notifications</Header>}>
          <ActionFields draft={actions} onChange={(changes) => setActions((before) => ({ ...before, ...changes }))} />
        </Container>
      </SpaceBetween>
    </Form>
  );
}
