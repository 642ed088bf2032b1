/** The controls of a dashboard's variables. */
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useState } from "react";
import type { DashboardVariable } from "./variables.ts";

export interface VariableState {
  readonly variable: DashboardVariable;
  readonly value: string | undefined;
  /** What can be chosen. */
  readonly options: readonly { readonly value: string; readonly label?: string }[];
}

interface VariableControlsProps {
  readonly states: readonly VariableState[];
  readonly onChange: (id: string, value: string) => void;
}

export default function VariableControls({ states, onChange }: VariableControlsProps): ReactNode {
  return (
    <section className="variables" aria-label="Variables">
      {states
        .filter(({ variable }) => variable.visible !== false)
        .map((state) => (
          <FormField key={state.variable.id} label={state.variable.label || state.variable.property || state.variable.id}>
            <Control state={state} onChange={(value) => onChange(state.variable.id, value)} />
          </FormField>
        ))}
    </section>
  );
}

function Control({ state, onChange }: { readonly state: VariableState; readonly onChange: (value: string) => void }): ReactNode {
  const { variable, value, options } = state;
  const [text, setText] = useState<string>();
  if (variable.inputType === "input") {
    const done = (): void => {
      if (text !== undefined) onChange(text);
      setText(undefined);
    };
    return (
      <Input
        value={text ?? value ?? ""}
        spellcheck={false}
        onChange={({ detail }) => setText(detail.value)}
        onBlur={done}
        onKeyDown={({ detail }) => detail.key === "Enter" && done()}
      />
    );
  }
  const shown = value === undefined || options.some((option) => option.value === value) ? options : [{ value }, ...options];
  if (variable.inputType === "radio") {
    return (
      <RadioGroup
        value={value ?? null}
        direction="horizontal"
        items={shown.map((option) => ({ value: option.value, label: option.label ?? option.value }))}
        onChange={({ detail }) => onChange(detail.value)}
      />
    );
  }
  const labelled = shown.map((option) => ({ value: option.value, label: option.label ?? option.value }));
  return (
    <Select
      selectedOption={labelled.find((option) => option.value === value) ?? null}
      options={labelled}
      placeholder="Choose a value"
      empty="No values"
      filteringType={labelled.length > 8 ? "auto" : "none"}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
    />
  );
}
