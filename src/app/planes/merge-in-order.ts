/**
 * Batches of one source into the metric store, one after the other: one that cannot be kept is tried again until it can, since a
 * later one under a higher sequence would make the store take it for known.
 */
import type { Clock } from "../../lib/clock.ts";
import type { BatchSource } from "../../store/metric-store.ts";

export interface MergeInOrderOptions {
  readonly clock: Pick<Clock, "after">;
  readonly merge: (bytes: Uint8Array, source: BatchSource) => Promise<void>;
  readonly onMerged: (source: BatchSource) => void;
  /** Told of every failed try. */
  readonly onError: (error: unknown) => void;
}

const pauseMs = 1000;

/** @returns takes a batch; never throws */
export function mergeInOrder({ clock, merge, onMerged, onError }: MergeInOrderOptions): (bytes: Uint8Array, source: BatchSource) => void {
  let before: Promise<void> = Promise.resolve();
  const tryUntilKept = async (bytes: Uint8Array, source: BatchSource): Promise<void> => {
    for (;;) {
      try {
        await merge(bytes, source);
        return onMerged(source);
      } catch (error) {
        onError(error);
        await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      }
    }
  };
  return (bytes, source) => {
    before = before.then(() => tryUntilKept(bytes, source));
  };
}
