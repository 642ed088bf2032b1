/**
 * Sessions of a token, kept for reuse: at most so many, opened when they are needed. Who finds none waits in order, for as long
 * as its request may take.
 */
import type { Handle } from "pkcs11js";
import type { Clock } from "../../../lib/clock.ts";
import { XksProxyError } from "../../../xks/errors.ts";
import { lossOf } from "./failures.ts";
import type { Token } from "./token.ts";

export interface Session {
  readonly handle: Handle;
  /** Sessions of an earlier generation are not given out again. */
  readonly generation: number;
}

interface Waiting {
  readonly give: (session: Session) => void;
  readonly fail: (error: unknown) => void;
}

export class SessionPool {
  readonly #token: Token;
  readonly #limit: number;
  readonly #clock: Clock;
  readonly #idle: Session[] = [];
  readonly #waiting = new Set<Waiting>();
  #open = 0;
  #generation = 0;
  /** What the token turned out to allow, where that is less than the limit. */
  #allowed = Infinity;

  constructor(token: Token, limit: number, clock: Clock) {
    this.#token = token;
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Sessions that are in use now. */
  get inUse(): number {
    return this.#open - this.#idle.length;
  }

  /** Whether the token gave fewer sessions than it was asked for. */
  get limited(): boolean {
    return this.#allowed < this.#limit;
  }

  /** @throws XksProxyError DependencyTimeoutException if none becomes free in `patienceMs`; whatever opening one throws */
  acquire(patienceMs: number): Session | Promise<Session> {
    return this.#idle.pop() ?? this.#openOne() ?? this.#wait(patienceMs);
  }

  release(session: Session): void {
    if (session.generation !== this.#generation) return this.discard(session);
    const [next] = this.#waiting;
    if (!next) return void this.#idle.push(session);
    this.#waiting.delete(next);
    next.give(session);
  }

  /** Gives a session up; somebody who waits gets a new one. */
  discard(session: Session): void {
    this.#token.closeSession(session.handle);
    this.#open -= 1;
    const [next] = this.#waiting;
    if (!next) return;
    this.#waiting.delete(next);
    try {
      const fresh = this.#openOne();
      if (fresh) next.give(fresh);
      else this.#waiting.add(next);
    } catch (error) {
      next.fail(error);
    }
  }

  /** Gives up all sessions: those in use end with their requests. */
  clear(): void {
    this.#generation += 1;
    this.#allowed = Infinity;
    for (const session of this.#idle.splice(0)) {
      this.#token.closeSession(session.handle);
      this.#open -= 1;
    }
  }

  #openOne(): Session | undefined {
    if (this.#open >= Math.min(this.#limit, this.#allowed)) return undefined;
    try {
      const session = { handle: this.#token.openSession(), generation: this.#generation };
      this.#open += 1;
      return session;
    } catch (error) {
      // With none open at all there is nobody to wait for.
      if (lossOf(error) !== "sessions-exhausted" || this.#open === 0) throw error;
      this.#allowed = this.#open;
      return undefined;
    }
  }

  #wait(patienceMs: number): Promise<Session> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        timer.cancel();
        this.#waiting.delete(waiting);
        act();
      };
      const waiting: Waiting = { give: (session) => end(() => resolve(session)), fail: (error) => end(() => reject(error)) };
      const timer = this.#clock.after(patienceMs, () =>
        waiting.fail(new XksProxyError("DependencyTimeoutException", `All ${this.#open} sessions of the token are in use.`)),
      );
      this.#waiting.add(waiting);
    });
  }
}
