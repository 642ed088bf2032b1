/** The wizard that writes a metric alarm: what it watches and when it fires, whom it tells, its name. */
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Textarea from "@cloudscape-design/components/textarea";
import Wizard from "@cloudscape-design/components/wizard";
import { type ReactNode, useState } from "react";
import { Browse } from "../explorer/browse.tsx";
import { GraphedMetrics } from "../explorer/graphed-metrics.tsx";
import { QueryTab } from "../explorer/query-tab.tsx";
import type { MetricWidget } from "../graph/widget.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useNotices } from "../parts/notices.tsx";
import { navigate } from "../parts/router.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { ActionFields } from "./action-fields.tsx";
import { type AlarmDraft, problemsOf, putInput, withWidget } from "./alarm-draft.ts";
import { readAlarm } from "./alarm-calls.ts";
import { conditionOf } from "./alarm-graph.ts";
import { AlarmPreview } from "./alarm-preview.tsx";
import type { MetricAlarm } from "./alarm-shapes.ts";
import { ConditionFields } from "./condition-fields.tsx";

interface AlarmFormProps {
  readonly start: AlarmDraft;
  /** The name of the alarm that is changed; undefined: a new one. */
  readonly editing: string | undefined;
}

export function AlarmForm({ start, editing }: AlarmFormProps): ReactNode {
  const { api } = useSignedIn();
  const notices = useNotices();
  const [draft, setDraft] = useState(start);
  const [step, setStep] = useState(0);
  const [tab, setTab] = useState((start.widget.metrics ?? []).length > 0 ? "graphed" : "browse");
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const problems = problemsOf(draft);
  const { name: nameProblem, ...conditionProblems } = problems;
  const shown = asked ? problems : {};
  const change = (changes: Partial<AlarmDraft>): void => {
    setFailure(undefined);
    setDraft((before) => ({ ...before, ...changes }));
  };
  const setWidget = (widget: MetricWidget): void => setDraft((before) => withWidget(before, widget));
  const address = (name: string): string => `/alarms/${encodeURIComponent(name)}`;

  const goTo = (next: number): void => {
    const isStuck = next > 0 && Object.keys(conditionProblems).length > 0;
    setAsked(isStuck);
    setStep(isStuck ? 0 : next);
  };
  const save = async (): Promise<void> => {
    if (Object.keys(problems).length > 0) {
      setAsked(true);
      if (Object.keys(conditionProblems).length > 0) setStep(0);
      return;
    }
    setBusy(true);
    setFailure(undefined);
    const name = draft.name.trim();
    try {
      if (editing === undefined && (await readAlarm(api, name))) {
        throw new Error(`An alarm named “${name}” exists. Choose another name, or edit that alarm.`);
      }
      await api.cloudwatch("PutMetricAlarm", putInput(draft));
      notices.show({
        id: "alarm-saved",
        type: "success",
        content: editing === undefined ? `The alarm “${name}” was created.` : `The alarm “${name}” was changed.`,
      });
      navigate(address(name));
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  };

  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={busy}
      allowSkipTo={editing !== undefined}
      submitButtonText={editing === undefined ? "Create alarm" : "Save changes"}
      onNavigate={({ detail }) => goTo(detail.requestedStepIndex)}
      onCancel={() => navigate(editing === undefined ? "/alarms" : address(editing))}
      onSubmit={() => void save()}
      steps={[
        {
          title: "Metric and condition",
          description: "What is watched, and when it fires.",
          content: (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">Metric</Header>}>
                <Tabs
                  activeTabId={tab}
                  onChange={({ detail }) => setTab(detail.activeTabId)}
                  tabs={[
                    { id: "browse", label: "Browse", content: <Browse widget={draft.widget} onWidget={setWidget} /> },
                    { id: "query", label: "Query", content: <QueryTab onAdd={(add) => setWidget(add(draft.widget))} /> },
                    {
                      id: "graphed",
                      label: `Graphed metrics (${(draft.widget.metrics ?? []).length})`,
                      content: <GraphedMetrics widget={draft.widget} onWidget={setWidget} />,
                    },
                  ]}
                />
              </Container>
              <Container header={<Header variant="h2">Condition</Header>}>
                <ConditionFields draft={draft} problems={shown} onChange={change} />
              </Container>
              <Container>
                <AlarmPreview draft={draft} />
              </Container>
            </SpaceBetween>
          ),
        },
        {
          title: "Actions",
          description: "Whom it tells, for each state that it enters.",
          isOptional: true,
          content: (
            <Container header={<Header variant="h2">Notifications</Header>}>
              <ActionFields draft={draft} onChange={change} />
            </Container>
          ),
        },
        {
          title: editing === undefined ? "Name and create" : "Name and save",
          content: (
            <SpaceBetween size="l">
              <FailureAlert failure={failure} header={`The alarm was not ${editing === undefined ? "created" : "changed"}`} />
              <Container header={<Header variant="h2">Name</Header>}>
                <SpaceBetween size="m">
                  <FormField
                    label="Alarm name"
                    errorText={asked ? nameProblem : undefined}
                    {...(editing !== undefined && { constraintText: "An alarm keeps its name." })}
                  >
                    <Input value={draft.name} disabled={editing !== undefined} onChange={({ detail }) => change({ name: detail.value })} />
                  </FormField>
                  <FormField label="Description (optional)" description="It stands in the messages that the alarm sends.">
                    <Textarea value={draft.description} rows={3} onChange={({ detail }) => change({ description: detail.value })} />
                  </FormField>
                </SpaceBetween>
              </Container>
              <Container header={<Header variant="h2">Condition</Header>}>
                <KeyValuePairs
                  columns={2}
                  items={[
                    { label: "Fires when", value: conditionWords(draft) },
                    {
                      label: "Tells",
                      value: [...draft.alarmActions, ...draft.okActions, ...draft.insufficientDataActions].join(", ") || "Nobody",
                    },
                  ]}
                />
              </Container>
              <Container>
                <AlarmPreview draft={draft} />
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

function conditionWords(draft: AlarmDraft): string {
  if (Object.keys(problemsOf({ ...draft, name: "-" })).length > 0) return "–";
  return conditionOf(putInput({ ...draft, name: "-" }) as unknown as MetricAlarm);
}
