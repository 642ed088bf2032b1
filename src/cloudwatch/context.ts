/** What CloudWatch's operations stand on. */
import type { AlarmBook } from "../alarms/alarm-book.ts";
import type { Clock } from "../lib/clock.ts";
import type { MetricStore } from "../store/metric-store.ts";
import type { ResourceStore } from "../store/resource-store.ts";

export interface CloudWatchContext {
  readonly metrics: MetricStore;
  readonly resources: ResourceStore;
  readonly alarms: AlarmBook;
  readonly clock: Clock;
  /** For ARNs and labels. */
  readonly installation: { readonly region: string; readonly accountId: string };
}

/** The present, epoch seconds with fraction. */
export const nowSeconds = ({ clock }: CloudWatchContext): number => clock.now() / 1000;
