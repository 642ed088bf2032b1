/** What a kind of key manager tells of itself: what the configuration may say of one, and how it is opened. */
import type { Clock } from "../../lib/clock.ts";
import type { Section } from "../configuration/section.ts";
import type { KeyManager } from "../key-manager.ts";
import type { ProxyLog } from "../log.ts";

/** What a key manager is opened with. */
export interface KeyManagerContext {
  /** Its name in the configuration: the beginning of its instances' ids. */
  readonly name: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: ProxyLog;
}

/** One kind. S: its settings, plain data. M: the members that the configuration may have beside `kind`. */
export interface KeyManagerKind<S, M extends string> {
  readonly members: readonly M[];
  /** @throws ProxyStartError */
  read(members: Readonly<Record<M, Section>>): S;
  open(settings: S, context: KeyManagerContext): KeyManager;
}

/** Types a kind from its members: `defineKeyManager<Settings>()({ members: ["library"], … })`. */
export const defineKeyManager =
  <S>() =>
  <const M extends string>(kind: KeyManagerKind<S, M>): KeyManagerKind<S, M> =>
    kind;
