/** The box behind Custom: Relative and Absolute, time zone, Cancel and Apply. Nothing changes before Apply. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Calendar from "@cloudscape-design/components/calendar";
import DateInput from "@cloudscape-design/components/date-input";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import TimeInput from "@cloudscape-design/components/time-input";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { nowSeconds } from "../parts/now.ts";
import { draftOf, type RangeDraft, rangeOf, relativeUnits } from "./custom-range.ts";
import type { Zone } from "./format.ts";
import type { TimeRange } from "./time-range.ts";

interface CustomRangeBoxProps {
  readonly range: TimeRange;
  readonly zone: Zone;
  readonly onApply: (range: TimeRange, zone: Zone) => void;
  readonly onCancel: () => void;
}

const zones = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "Local time zone" },
] as const;

export function CustomRangeBox({ range, zone, onApply, onCancel }: CustomRangeBoxProps): ReactNode {
  const [draft, setDraft] = useState<RangeDraft>(() => draftOf(range, zone, nowSeconds()));
  const [problem, setProblem] = useState<string>();
  const change = (changes: Partial<RangeDraft>): void => {
    setDraft((before) => ({ ...before, ...changes }));
    setProblem(undefined);
  };
  const apply = (): void => {
    const made = rangeOf(draft);
    if (typeof made === "string") setProblem(made);
    else onApply(made, draft.zone);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };
  return (
    <div className="range-box" role="dialog" aria-label="Custom time range" onKeyDown={onKeyDown}>
      <Tabs
        activeTabId={draft.tab}
        onChange={({ detail }) => change({ tab: detail.activeTabId === "absolute" ? "absolute" : "relative" })}
        actions={
          <Select
            ariaLabel="Time zone"
            selectedOption={zones.find(({ value }) => value === draft.zone) ?? zones[0]}
            options={zones}
            onChange={({ detail }) => change({ zone: detail.selectedOption.value === "local" ? "local" : "utc" })}
          />
        }
        tabs={[
          { id: "relative", label: "Relative", content: <RelativeFields draft={draft} onChange={change} /> },
          { id: "absolute", label: "Absolute", content: <AbsoluteFields draft={draft} onChange={change} /> },
        ]}
      />
      {problem !== undefined && <Alert type="error">{problem}</Alert>}
      <div className="range-box-actions">
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" onClick={onCancel}>
            Cancel
          </Button>
          <Button variant="primary" onClick={apply}>
            Apply
          </Button>
        </SpaceBetween>
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly draft: RangeDraft;
  readonly onChange: (changes: Partial<RangeDraft>) => void;
}

function RelativeFields({ draft, onChange }: FieldsProps): ReactNode {
  const options = relativeUnits.map(({ id }) => ({ value: id, label: id }));
  return (
    <div className="range-box-relative">
      <FormField label="Last">
        <Input type="number" inputMode="numeric" value={draft.amount} onChange={({ detail }) => onChange({ amount: detail.value })} />
      </FormField>
      <FormField label="Unit of time">
        <Select
          selectedOption={options.find(({ value }) => value === draft.unit) ?? null}
          options={options}
          onChange={({ detail }) => onChange({ unit: relativeUnits.find(({ id }) => id === detail.selectedOption.value)?.id ?? "hours" })}
        />
      </FormField>
    </div>
  );
}

function AbsoluteFields({ draft, onChange }: FieldsProps): ReactNode {
  return (
    <div className="range-box-absolute">
      <Side
        name="Start"
        date={draft.startDate}
        time={draft.startTime}
        onDate={(startDate) => onChange({ startDate })}
        onTime={(startTime) => onChange({ startTime })}
      />
      <Side
        name="End"
        date={draft.endDate}
        time={draft.endTime}
        onDate={(endDate) => onChange({ endDate })}
        onTime={(endTime) => onChange({ endTime })}
      />
    </div>
  );
}

interface SideProps {
  readonly name: "Start" | "End";
  readonly date: string;
  readonly time: string;
  readonly onDate: (date: string) => void;
  readonly onTime: (time: string) => void;
}

/** A calendar and its text fields; each fills the other. */
function Side({ name, date, time, onDate, onTime }: SideProps): ReactNode {
  return (
    <div>
      <Calendar ariaLabel={`${name} date, calendar`} value={date} onChange={({ detail }) => onDate(detail.value)} />
      <div className="range-box-fields">
        <FormField label={`${name} date`}>
          <DateInput value={date} placeholder="YYYY/MM/DD" onChange={({ detail }) => onDate(detail.value)} />
        </FormField>
        <FormField label={`${name} time`}>
          <TimeInput value={time} placeholder="hh:mm:ss" use24Hour onChange={({ detail }) => onTime(detail.value)} />
        </FormField>
      </div>
    </div>
  );
}
