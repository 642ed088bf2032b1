/** Why a graph may have no data, and the way to see the last of them. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { nextWider, rangeLabel, type TimeRange } from "./time-range.ts";

interface EmptyNoteProps {
  readonly connectionState: string;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

export function EmptyNote({ connectionState, range, onRange }: EmptyNoteProps): ReactNode {
  const wider = nextWider(range);
  return (
    <>
      <Box variant="small">
        {connectionState === "CONNECTED"
          ? `No calls were recorded. ${rangeLabel(range)}.`
          : `The key store is ${connectionState}. ${rangeLabel(range)}.`}
      </Box>
      {wider && <Button onClick={() => onRange({ kind: "relative", seconds: wider.seconds })}>Show {wider.label}</Button>}
    </>
  );
}
