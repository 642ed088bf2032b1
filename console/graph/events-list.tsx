/** The marks on a graph's time axis in words, for who does not see them. */
import type { ReactNode } from "react";
import { formatTime, type Zone } from "./format.ts";
import type { GraphEvent } from "./graph-events.ts";

interface EventsListProps {
  readonly title: string;
  readonly events: readonly GraphEvent[];
  readonly zone: Zone;
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
}

export function EventsList({ title, events, zone, from, to }: EventsListProps): ReactNode {
  const shown = events.filter(({ at }) => at >= from && at < to);
  if (shown.length === 0) return null;
  return (
    <ul className="visually-hidden" aria-label={`${title}, events`}>
      {shown.map(({ at, label, kind }) => (
        <li key={`${kind} ${at} ${label}`}>
          {formatTime(at, zone, true)} {label}
        </li>
      ))}
    </ul>
  );
}
