/** Unsaved changes of a dashboard, kept in this browser until they are saved or dropped. */
import { type DashboardBody, readBody } from "./dashboard-body.ts";

const prefix = "xkswatch.dashboard.";

export function keepDraft(name: string, body: DashboardBody): void {
  try {
    window.localStorage.setItem(prefix + name, JSON.stringify(body));
  } catch {
    // Without storage unsaved changes end with the page.
  }
}

export function readDraft(name: string): DashboardBody | undefined {
  try {
    const text = window.localStorage.getItem(prefix + name);
    return text === null ? undefined : readBody(text);
  } catch {
    return undefined;
  }
}

export function dropDraft(name: string): void {
  try {
    window.localStorage.removeItem(prefix + name);
  } catch {
    // Nothing was kept.
  }
}
