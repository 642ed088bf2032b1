/** What a notifier is: one file in `notifiers/` and one line in the table. */
import type { Clock } from "../../lib/clock.ts";
import type { Channel } from "./channel.ts";
import type { Telling } from "./telling.ts";
import type { Poster } from "./post.ts";
import type { Signer } from "./signing.ts";

/** What notifiers stand on. */
export interface NotifierTools {
  readonly post: Poster;
  readonly signer: Signer;
  readonly mail: Mailer;
  readonly clock: Clock;
  readonly installation: { readonly region: string; readonly accountId: string };
  /** Of console and APIs, without a slash at the end. */
  readonly address: string;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}
/** Rejects where the mail was not taken. */
export type Mailer = (mail: Mail) => Promise<void>;

export interface Notifier<C extends Channel = Channel> {
  /** Resolves when the receiver has taken it; rejects with what went wrong, to be tried again. */
  send(channel: C, telling: Telling, tools: NotifierTools): Promise<void>;
}
