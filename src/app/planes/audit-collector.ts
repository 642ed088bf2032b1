/**
 * Audited calls on their way from dispatch to the audit trail. Lines are made where the call ended and leave in small
 * batches: the data plane touches no disk and never waits for one.
 */
import { AuditLines, type CompletedCall } from "../../aws/audit-event.ts";
import type { Clock } from "../../lib/clock.ts";
import { LineBuffer, type Lines, linesOf } from "../../lib/text-lines.ts";

export interface AuditCollectorOptions {
  readonly clock: Pick<Clock, "now" | "every">;
  readonly region: string;
  readonly newEventId: () => string;
  /** Must not keep the bytes. @returns whether the lines went out; if not they are offered again */
  readonly send: (lines: Lines) => boolean;
}

export interface AuditCollector {
  readonly record: (call: CompletedCall) => void;
  /** Sends what is left. */
  stop(): void;
}

/** Often, so that no batch holds up the loop. */
const sendEveryMs = 100;
/** Lines that wait while the other side is away: half a minute at AWS's quota of one key store. */
const maximumWaiting = 50_000;

export function startAuditCollector({ clock, region, newEventId, send }: AuditCollectorOptions): AuditCollector {
  const lines = new AuditLines(region, newEventId);
  const waiting = new LineBuffer();
  let dropped = 0;
  const sendAll = (): void => {
    if (waiting.count > 0) {
      if (!send(waiting.view())) return;
      waiting.clear();
    }
    const note = (): string =>
      JSON.stringify({ eventTime: new Date(clock.now()).toISOString(), eventName: "AuditEventsDropped", count: dropped });
    if (dropped > 0 && send(linesOf([note()]))) dropped = 0;
  };
  const beat = clock.every(sendEveryMs, sendAll);
  return {
    record(call) {
      if (waiting.count < maximumWaiting) waiting.add(lines.lineOf(call, clock.now()));
      else dropped++;
    },
    stop() {
      beat.cancel();
      sendAll();
    },
  };
}
