/** What SNS's operations stand on. */
import type { ChannelTable } from "../alarms/telling/channel.ts";
import type { Clock } from "../lib/clock.ts";
import type { ResourceStore } from "../store/resource-store.ts";

export interface SnsContext {
  readonly resources: ResourceStore;
  readonly clock: Clock;
  readonly installation: { readonly region: string; readonly accountId: string };
  /** Where the operator lets ARNs lead; such an ARN can be published to like a topic. */
  readonly channels: ChannelTable;
  /** Whether there is a mail server. */
  readonly canMail: boolean;
  /** Is called after deliveries have been queued. */
  onDeliveries(): void;
}
