/** Whom an alarm tells, for each state that it enters. */
import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import TokenGroup from "@cloudscape-design/components/token-group";
import { type ReactNode, useCallback, useState } from "react";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import type { AlarmDraft } from "./alarm-draft.ts";
import { readKnownTargets } from "./alarm-calls.ts";

type Actions = Pick<AlarmDraft, "actionsEnabled" | "alarmActions" | "okActions" | "insufficientDataActions">;

const lists = [
  { member: "alarmActions", label: "When it goes into alarm" },
  { member: "okActions", label: "When it is OK again" },
  { member: "insufficientDataActions", label: "When there are not enough data" },
] as const;

/** As many as the API takes. */
const mostActions = 5;

interface ActionFieldsProps {
  readonly draft: Actions;
  readonly onChange: (changes: Partial<Actions>) => void;
}

export function ActionFields({ draft, onChange }: ActionFieldsProps): ReactNode {
  const { api } = useSignedIn();
  const targets = useLoad(useCallback((signal) => readKnownTargets(api, signal), [api]));
  return (
    <SpaceBetween size="m">
      <Toggle checked={draft.actionsEnabled} onChange={({ detail }) => onChange({ actionsEnabled: detail.checked })}>
        Actions are enabled
      </Toggle>
      {lists.map(({ member, label }) => (
        <Targets
          key={member}
          label={label}
          known={targets.data ?? []}
          chosen={draft[member]}
          onChange={(chosen) => onChange({ [member]: chosen })}
        />
      ))}
    </SpaceBetween>
  );
}

interface TargetsProps {
  readonly label: string;
  readonly known: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Targets({ label, known, chosen, onChange }: TargetsProps): ReactNode {
  const [text, setText] = useState("");
  const add = (target: string): void => {
    const arn = target.trim();
    if (arn !== "" && !chosen.includes(arn)) onChange([...chosen, arn]);
    setText("");
  };
  return (
    <FormField
      label={label}
      description="A topic's ARN, or one that the channel file leads on. Enter adds it."
      constraintText={`At most ${mostActions}.`}
      stretch
    >
      <SpaceBetween size="xs">
        <Autosuggest
          ariaLabel={`${label}: target`}
          value={text}
          disabled={chosen.length >= mostActions}
          options={known.filter((arn) => !chosen.includes(arn)).map((value) => ({ value }))}
          placeholder="arn:aws:sns:…"
          empty="No target is known yet"
          enteredTextLabel={(value) => `Use: ${value}`}
          onChange={({ detail }) => setText(detail.value)}
          onSelect={({ detail }) => add(detail.value)}
          onKeyDown={({ detail }) => detail.key === "Enter" && add(text)}
          onBlur={() => text.startsWith("arn:") && add(text)}
        />
        <TokenGroup
          items={chosen.map((target) => ({ label: target, dismissLabel: `Remove ${target}` }))}
          onDismiss={({ detail }) => onChange(chosen.filter((_, place) => place !== detail.itemIndex))}
        />
      </SpaceBetween>
    </FormField>
  );
}
