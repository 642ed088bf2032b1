/** Posting to HTTP targets: bounded in time and size, no redirects, and into private networks only where that is allowed. */
import type { Agent } from "undici";
import type { Clock } from "../../lib/clock.ts";
import { publicLookup, refuseLiteral } from "./private-addresses.ts";

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the operator named the target, or whoever may subscribe. */
  readonly trusted: boolean;
}

/** Rejects unless the target answers with a status of 2xx. */
export type Poster = (post: Post) => Promise<void>;

const timeLimitMs = 15_000;
const shownBytes = 200;

/** @param allowPrivate lets all targets lead anywhere */
export function createPoster({
  clock,
  allowPrivate,
}: {
  readonly clock: Clock;
  readonly allowPrivate: boolean;
}): Poster & { close(): Promise<void> } {
  const settings = { keepAliveTimeout: 1000, pipelining: 1, connections: 4 };
  let agents: { readonly anywhere: Agent; readonly publicOnly: Agent } | undefined;
  const post: Poster = async ({ url, headers, body, trusted }) => {
    const free = trusted || allowPrivate;
    if (!free) refuseLiteral(url);
    // Loaded when there is something to post: it takes longer than the rest of the start.
    const { Agent, request } = await import("undici");
    agents ??= { anywhere: new Agent(settings), publicOnly: new Agent({ ...settings, connect: { lookup: publicLookup } }) };
    const dispatcher = free ? agents.anywhere : agents.publicOnly;
    const stop = new AbortController();
    const timer = clock.after(timeLimitMs, () => stop.abort(new Error(`no answer within ${timeLimitMs / 1000} seconds`)));
    try {
      const answer = await request(url, { method: "POST", headers, body, dispatcher, signal: stop.signal });
      if (answer.statusCode >= 200 && answer.statusCode < 300) return await answer.body.dump({ limit: 65_536 });
      throw new Error(`the target answered with status ${answer.statusCode}: ${await beginningOf(answer.body)}`);
    } finally {
      timer.cancel();
    }
  };
  return Object.assign(post, {
    async close() {
      await Promise.all([agents?.anywhere.destroy(), agents?.publicOnly.destroy()]);
    },
  });
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString("latin1");
    if (text.length >= shownBytes) break;
  }
  return text.slice(0, shownBytes).replaceAll(/[^\x20-\x7e]+/g, " ");
}
