/**
 * When the actions of a composite alarm with a suppressor run (CloudWatch User Guide, "Composite alarm action suppression").
 * A change of state waits WaitPeriod for the suppressor; while that is in ALARM the actions wait; after it has left ALARM they
 * wait ExtensionPeriod more. Pure.
 */
import type { AlarmState, AlarmStatus, CompositeAlarm, Suppression } from "../model/alarm.ts";

type Suppressor = NonNullable<CompositeAlarm["suppressor"]>;

/** What holds from now on, and the change of state whose actions are to run now, if any. */
export interface SuppressionStep {
  readonly suppression?: Suppression;
  readonly run?: NonNullable<Suppression["waiting"]>;
}

/** The composite alarm has changed its state. */
export function onTransition(
  suppressor: Suppressor,
  current: Suppression | undefined,
  { before, state, suppressorState, now }: { before: AlarmState; state: AlarmState; suppressorState: AlarmState | undefined; now: number },
): SuppressionStep {
  const waiting = { state, before: current?.waiting?.before ?? before };
  if (suppressorState === "ALARM") return { suppression: byAlarm(suppressor, waiting) };
  if (suppressor.waitSeconds === 0) return { run: waiting };
  return {
    suppression: {
      by: "WaitPeriod",
      reason: `Actions suppressed by WaitPeriod`,
      until: now + suppressor.waitSeconds * 1000,
      waiting,
    },
  };
}

/** The suppressor has changed its state. */
export function onSuppressorChange(
  suppressor: Suppressor,
  current: Suppression | undefined,
  { suppressorState, now }: { suppressorState: AlarmState; now: number },
): SuppressionStep {
  if (suppressorState === "ALARM") return current?.waiting ? { suppression: byAlarm(suppressor, current.waiting) } : {};
  if (current?.by !== "Alarm") return current ? { suppression: current } : {};
  const { waiting } = current;
  if (suppressor.extensionSeconds === 0) return waiting ? { run: waiting } : {};
  return {
    suppression: {
      by: "ExtensionPeriod",
      reason: "Actions suppressed by ExtensionPeriod",
      until: now + suppressor.extensionSeconds * 1000,
      ...(waiting && { waiting }),
    },
  };
}

/** Time has passed. Undefined: nothing changes. */
export function onTime({ suppression }: Pick<AlarmStatus, "suppression">, now: number): SuppressionStep | undefined {
  if (suppression?.until === undefined || suppression.until > now) return undefined;
  return suppression.waiting ? { run: suppression.waiting } : {};
}

const byAlarm = ({ alarm }: Suppressor, waiting: NonNullable<Suppression["waiting"]>): Suppression => ({
  by: "Alarm",
  reason: `Actions suppressed by ${alarm}`,
  waiting,
});
