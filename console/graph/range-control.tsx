/** Predefined ranges and Custom, wherever a view has its own range. */
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { nowSeconds } from "../parts/now.ts";
import type { Zone } from "./format.ts";
import { predefinedId, predefinedRanges, rangeLabel, shiftRange, type TimeRange } from "./time-range.ts";

const CustomRangeBox = lazy(async () => ({ default: (await import("./custom-range-box.tsx")).CustomRangeBox }));

interface RangeControlProps {
  readonly range: TimeRange;
  readonly zone: Zone;
  readonly onChange: (range: TimeRange, zone: Zone) => void;
}

export function RangeControl({ range, zone, onChange }: RangeControlProps): ReactNode {
  const [open, setOpen] = useState(false);
  const trigger = useRef<ButtonProps.Ref>(null);
  /** The box goes with the focus in it: it returns to where it came from, so that Escape still reaches what is around. */
  const close = (): void => {
    setOpen(false);
    trigger.current?.focus();
  };
  const isCustom = predefinedId(range) === undefined;
  return (
    <span className="range-control">
      <SegmentedControl
        label="Time range"
        selectedId={predefinedId(range) ?? null}
        options={predefinedRanges.map(({ id }) => ({ id, text: id }))}
        onChange={({ detail }) => {
          const chosen = predefinedRanges.find(({ id }) => id === detail.selectedId);
          if (!chosen) return;
          setOpen(false);
          onChange({ kind: "relative", seconds: chosen.seconds }, zone);
        }}
      />
      <Button
        ref={trigger}
        ariaExpanded={open}
        iconName="calendar"
        onClick={() => setOpen(!open)}
        ariaLabel={isCustom ? `Custom: ${rangeLabel(range)}` : "Custom"}
      >
        Custom
      </Button>
      <Button
        variant="icon"
        iconName="angle-left"
        ariaLabel="Half a range earlier"
        onClick={() => onChange(shiftRange(range, -0.5, nowSeconds()), zone)}
      />
      <Button
        variant="icon"
        iconName="angle-right"
        ariaLabel="Half a range later"
        disabled={range.kind === "relative"}
        onClick={() => onChange(shiftRange(range, 0.5, nowSeconds()), zone)}
      />
      {open && (
        <Suspense>
          <CustomRangeBox
            range={range}
            zone={zone}
            onCancel={close}
            onApply={(next, nextZone) => {
              close();
              onChange(next, nextZone);
            }}
          />
        </Suspense>
      )}
    </span>
  );
}
