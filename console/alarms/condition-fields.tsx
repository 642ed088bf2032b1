/** When an alarm fires: its row, period, threshold, how many datapoints, and what missing ones mean. */
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { ComparisonOperator, MissingDataTreatment } from "../../src/model/alarm.ts";
import { durationLabel } from "../graph/time-range.ts";
import { type AlarmDraft, alarmPeriods, type DraftProblems, isPercentile, rowWords, statisticOf, watchable } from "./alarm-draft.ts";

interface ConditionFieldsProps {
  readonly draft: AlarmDraft;
  readonly problems: DraftProblems;
  readonly onChange: (changes: Partial<AlarmDraft>) => void;
}

const operators: readonly { readonly value: ComparisonOperator; readonly label: string }[] = [
  { value: "GreaterThanThreshold", label: "Greater than the threshold (>)" },
  { value: "GreaterThanOrEqualToThreshold", label: "Greater than or equal to it (≥)" },
  { value: "LessThanThreshold", label: "Less than it (<)" },
  { value: "LessThanOrEqualToThreshold", label: "Less than or equal to it (≤)" },
];

const treatments: readonly { readonly value: MissingDataTreatment; readonly label: string; readonly description: string }[] = [
  { value: "missing", label: "Missing", description: "Without any datapoint the state is “Insufficient data”." },
  { value: "notBreaching", label: "Good", description: "A missing datapoint counts as within the threshold." },
  { value: "breaching", label: "Bad", description: "A missing datapoint counts as breaching the threshold." },
  { value: "ignore", label: "Ignore", description: "Without datapoints the alarm keeps its state." },
];

const lowSamples = [
  { value: "evaluate", label: "Evaluate" },
  { value: "ignore", label: "Ignore: keep the state" },
] as const;

/** One of a list's options, or what is chosen where the list does not have it. */
function option(options: SelectProps.Options, value: string, label = value): SelectProps.Option {
  return options.find((one): one is SelectProps.Option => "value" in one && one.value === value) ?? { value, label };
}

export function ConditionFields({ draft, problems, onChange }: ConditionFieldsProps): ReactNode {
  const rows = watchable(draft.widget).map((row) => ({
    value: row.renderer.id ?? "",
    label: `${row.renderer.id ?? ""}: ${rowWords(row)}`,
  }));
  const periods = alarmPeriods.map((seconds) => ({ value: String(seconds), label: durationLabel(seconds) }));
  return (
    <SpaceBetween size="m">
      <FormField label="Watched" description="The row whose values are compared with the threshold." errorText={problems.watched} stretch>
        <Select
          selectedOption={draft.watchedId === undefined ? null : option(rows, draft.watchedId)}
          options={rows}
          placeholder="Choose a row"
          empty="No metric is chosen yet"
          onChange={({ detail }) => onChange({ watchedId: detail.selectedOption.value })}
        />
      </FormField>
      <div className="form-row">
        <FormField label="Period">
          <Select
            selectedOption={option(periods, String(draft.periodSeconds), durationLabel(draft.periodSeconds))}
            options={periods}
            onChange={({ detail }) => onChange({ periodSeconds: Number(detail.selectedOption.value) })}
          />
        </FormField>
        <FormField label="Fires when a value is">
          <Select
            selectedOption={option(operators, draft.comparisonOperator)}
            options={operators}
            onChange={({ detail }) => onChange({ comparisonOperator: detail.selectedOption.value as ComparisonOperator })}
          />
        </FormField>
        <FormField label="Threshold" errorText={problems.threshold}>
          <Input value={draft.threshold} inputMode="decimal" onChange={({ detail }) => onChange({ threshold: detail.value })} />
        </FormField>
      </div>
      <div className="form-row">
        <FormField label="Datapoints to alarm" errorText={problems.datapointsToAlarm}>
          <Input
            value={draft.datapointsToAlarm}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ datapointsToAlarm: detail.value })}
          />
        </FormField>
        <FormField label="Out of the last periods" errorText={problems.evaluationPeriods}>
          <Input
            value={draft.evaluationPeriods}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ evaluationPeriods: detail.value })}
          />
        </FormField>
        <FormField label="Missing data">
          <Select
            selectedOption={option(treatments, draft.treatMissingData)}
            options={treatments}
            onChange={({ detail }) => onChange({ treatMissingData: detail.selectedOption.value as MissingDataTreatment })}
          />
        </FormField>
        {isPercentile(statisticOf(draft)) && (
          <FormField label="Percentiles of few samples">
            <Select
              selectedOption={option(lowSamples, draft.lowSamples)}
              options={lowSamples}
              onChange={({ detail }) => onChange({ lowSamples: detail.selectedOption.value === "ignore" ? "ignore" : "evaluate" })}
            />
          </FormField>
        )}
      </div>
    </SpaceBetween>
  );
}
