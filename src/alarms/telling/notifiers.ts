/** All notifiers, one line each. */
import type { Channel } from "./channel.ts";
import type { Notifier } from "./notifier.ts";
import { alertmanager } from "./notifiers/alertmanager.ts";
import { command } from "./notifiers/command.ts";
import { email } from "./notifiers/email.ts";
import { eventBridge } from "./notifiers/event-bridge.ts";
import { sns } from "./notifiers/sns.ts";
import { webhook } from "./notifiers/webhook.ts";

export const notifiers: { readonly [T in Channel["type"]]: Notifier<Extract<Channel, { type: T }>> } = {
  sns,
  webhook,
  email,
  alertmanager,
  "event-bridge": eventBridge,
  command,
};

/** The notifier of a channel. */
export const notifierOf = (channel: Channel): Notifier => notifiers[channel.type];
