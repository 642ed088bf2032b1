/** Why a graph may have no data, and the way to see the last of them. */
import type { GraphId } from "./five-graphs.ts";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { ReactNode } from "react";
import { nextWider, rangeLabel, type TimeRange } from "./time-range.ts";

const whatIsMissing: Readonly<Record<GraphId, string>> = {
  "total-requests": "No calls were recorded",
  reliability: "No calls were recorded",
  latency: "No calls were recorded",
  // Calls may well have been made.
  "top-5-exceptions": "No exceptions were recorded",
  "certificate-days-to-expire": "No health check told of a certificate",
};

interface EmptyNoteProps {
  readonly graph: GraphId;
  readonly connectionState: string;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
}

export function EmptyNote({ graph, connectionState, range, onRange }: EmptyNoteProps): ReactNode {
  const wider = nextWider(range);
  return (
    <>
      <Box variant="small">
        {connectionState === "CONNECTED"
          ? `${whatIsMissing[graph]}. ${rangeLabel(range)}.`
          : `The key store is ${connectionState}. ${rangeLabel(range)}.`}
      </Box>
      {wider && <Button onClick={() => onRange({ kind: "relative", seconds: wider.seconds })}>Show {wider.label}</Button>}
    </>
  );
}
