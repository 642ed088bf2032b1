/** A plain POST of JSON: the message itself, or a template of the operator's. */
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";
import { filled, templateValues } from "../template.ts";

export const webhook: Notifier<Extract<Channel, { type: "webhook" }>> = {
  async send({ url, headers, body }, telling, { post, installation }) {
    const values = templateValues(telling, installation);
    const own =
      telling.notice.kind === "alarm" ? telling.message : JSON.stringify({ subject: telling.subject ?? "", message: telling.message });
    const sent = body === undefined ? own : JSON.stringify(filled(body, values));
    await post({
      url,
      headers: { "content-type": "application/json", "x-message-id": telling.messageId, ...headers },
      body: sent,
      trusted: true,
    });
  },
};
