/** Loading from the server: keeps the last good answer while a new one is on its way, drops late ones, aborts on leaving. */
import { refreshEvent } from "./refresh-event.ts";
import { useCallback, useEffect, useRef, useState } from "react";

export interface Loaded<T> {
  /** The newest good answer. */
  readonly data: T | undefined;
  /** Why the newest attempt failed. */
  readonly failure: Error | undefined;
  readonly loading: boolean;
  /** Asks again; what is shown stays until the answer is here. */
  readonly reload: () => void;
}

/**
 * @param load must be stable (useCallback): a new function is a new question, which forgets the old answer only when
 *   `keep` is false.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, keep = true): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; failure: Error | undefined; loading: boolean }>({
    data: undefined,
    failure: undefined,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  const keepRef = useRef(keep);
  keepRef.current = keep;

  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ data: keepRef.current ? before.data : undefined, failure: before.failure, loading: true }));
    const ask = async (): Promise<void> => {
      try {
        const data = await load(controller.signal);
        if (!controller.signal.aborted) setState({ data, failure: undefined, loading: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        const failure = error instanceof Error ? error : new Error(String(error));
        setState((before) => ({ data: before.data, failure, loading: false }));
      }
    };
    void ask();
    return () => controller.abort();
  }, [load, turn]);

  const reload = useCallback(() => setTurn((value) => value + 1), []);
  useEffect(() => {
    window.addEventListener(refreshEvent, reload);
    return () => window.removeEventListener(refreshEvent, reload);
  }, [reload]);
  return { ...state, reload };
}

/** Calls `act` every `seconds` while the page is visible; 0 is off. */
export function useInterval(act: () => void, seconds: number): void {
  const actRef = useRef(act);
  actRef.current = act;
  useEffect(() => {
    if (seconds <= 0) return undefined;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") actRef.current();
    }, seconds * 1000);
    return () => window.clearInterval(timer);
  }, [seconds]);
}
