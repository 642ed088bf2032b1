/** Where the time of one attempt went, as a bar against the 250 milliseconds, and in words. */
import type { ReactNode } from "react";
import type { AttemptShape } from "../console-shapes.ts";
import { formatNumber } from "../graph/format.ts";
import { phasesOf } from "./phases.ts";

/** AWS KMS waits this long for an answer. */
const limitMs = 250;

export function PhasesBar({ attempt }: { readonly attempt: AttemptShape }): ReactNode {
  const phases = phasesOf(attempt);
  const scaleMs = Math.max(limitMs, attempt.TotalMs);
  const words = phases.map(({ name, ms }) => `${name} ${formatNumber(ms)} ms`).join(", ");
  return (
    <div className="phases">
      <div className="phases-bar" role="img" aria-label={`${words}; ${formatNumber(attempt.TotalMs)} of ${limitMs} ms`}>
        {phases.map(({ name, ms }) => (
          <span
            key={name}
            className={`phase phase-${name.toLowerCase().replace(" ", "-")}`}
            style={{ width: `${(ms / scaleMs) * 100}%` }}
          />
        ))}
        <span className="phases-limit" style={{ left: `${(limitMs / scaleMs) * 100}%` }} />
      </div>
      <ul className="phases-words">
        {phases.map(({ name, ms }) => (
          <li key={name}>
            <span className={`phase-swatch phase-${name.toLowerCase().replace(" ", "-")}`} />
            {name} {formatNumber(ms)} ms
          </li>
        ))}
        <li>
          Total {formatNumber(attempt.TotalMs)} of {limitMs} ms{attempt.Reused ? ", kept-alive connection" : ", new connection"}
        </li>
      </ul>
    </div>
  );
}
