/** A receiver in words for people: what it is and where, without what a URL's path or query may hold as a secret. */
import type { Delivery } from "../../model/topic.ts";
import type { ResourceStore } from "../../store/resource-store.ts";
import type { Channel } from "./channel.ts";

/** E.g. "webhook https://hooks.example.com", "email ops@example.com". */
export async function receiverWords(
  resources: Pick<ResourceStore, "read">,
  channels: readonly Channel[],
  to: NonNullable<Delivery["to"]>,
): Promise<string> {
  if ("channel" in to) {
    const channel = channels[to.channel];
    return channel ? channelWords(channel) : "a channel that is no more";
  }
  const found = await resources.read("subscription", to.subscription);
  if (!found) return "a subscription that is no more";
  const { protocol, endpoint } = found.value;
  return `${protocol} ${URL.canParse(endpoint) && !protocol.startsWith("email") ? new URL(endpoint).origin : endpoint}`;
}

function channelWords(channel: Channel): string {
  switch (channel.type) {
    case "email":
      return `email ${channel.to.join(", ")}`;
    case "command":
      return `command ${channel.command[0] ?? ""}`;
    default:
      return `${channel.type} ${new URL(channel.url).origin}`;
  }
}
