/** Old connection events go: the graphs' time axes reach no further back than the metrics do. */
import type { ManagementParts } from "./management-parts.ts";
import type { Change } from "../../store/resource-store.ts";

/** As long as the longest-kept metrics. */
const keptMs = 455 * 86_400_000;
/** At most this many of one key store, for one that somebody connects and disconnects without end. */
const mostPerStore = 5000;

export async function expireConnectionEvents({
  directory,
  resources,
  clock,
}: Pick<ManagementParts, "directory" | "resources" | "clock">): Promise<void> {
  const oldest = clock.now() - keptMs;
  for (const { id } of directory.keyStores()) {
    const events = await resources.list("connection-event", { prefix: `${id} `, reverse: true });
    const old = events.filter(({ value }, place) => place >= mostPerStore || value.at < oldest);
    if (old.length > 0) await resources.write(old.map((event): Change => ({ kind: "connection-event", id: event.id, value: undefined })));
  }
}
