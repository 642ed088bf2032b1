/** Period and Refresh options, as every view of its own has them. */
import Select from "@cloudscape-design/components/select";
import type { ReactNode } from "react";
import { periodLabel, periods, refreshIntervals } from "./time-range.ts";

interface PeriodSelectProps {
  readonly periodSeconds: number;
  readonly onChange: (periodSeconds: number) => void;
}

export function PeriodSelect({ periodSeconds, onChange }: PeriodSelectProps): ReactNode {
  return (
    <Select
      inlineLabelText="Period"
      selectedOption={{ value: String(periodSeconds), label: periodLabel(periodSeconds) }}
      options={periods.map(({ seconds, label }) => ({
        value: String(seconds),
        label,
        ...(seconds < 60 && { description: "Kept for the last 3 hours" }),
      }))}
      onChange={({ detail }) => onChange(Number(detail.selectedOption.value))}
    />
  );
}

interface RefreshSelectProps {
  readonly refreshSeconds: number;
  readonly onChange: (refreshSeconds: number) => void;
}

export function RefreshSelect({ refreshSeconds, onChange }: RefreshSelectProps): ReactNode {
  const options = refreshIntervals.map(({ seconds, label }) => ({ value: String(seconds), label }));
  return (
    <Select
      inlineLabelText="Refresh options"
      selectedOption={options.find(({ value }) => value === String(refreshSeconds)) ?? options[0] ?? null}
      options={options}
      onChange={({ detail }) => onChange(Number(detail.selectedOption.value))}
    />
  );
}
