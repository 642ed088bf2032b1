/** A mail for people. */
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";

export const email: Notifier<Extract<Channel, { type: "email" }>> = {
  async send({ to }, { subject, text, messageId }, { mail }) {
    await mail({ to, subject: subject ?? "Notification", text, messageId });
  },
};
