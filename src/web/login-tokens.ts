/**
 * One-time logins: a start prints one, `xkswatch login` another. They live in memory alone (a restart ends them), are known
 * by their hash, work once and for a day.
 */
import { createHash } from "node:crypto";
import type { Clock } from "../lib/clock.ts";
import type { Role } from "../model/access-key.ts";

/** As whom a login signs in. */
export interface LoginUser {
  readonly userName: string;
  readonly role: Role;
}

const lifeMs = 86_400_000;
/** More than anyone needs at a time; beyond it the oldest go. */
const keptAtOnce = 100;

export class LoginTokens {
  readonly #clock: Pick<Clock, "now" | "randomBytes">;
  readonly #issued = new Map<string, LoginUser & { readonly expiresAt: number }>();

  constructor(clock: Pick<Clock, "now" | "randomBytes">) {
    this.#clock = clock;
  }

  /** A new token: 43 characters that fit into an address. */
  issue(user: LoginUser): string {
    const token = Buffer.from(this.#clock.randomBytes(32)).toString("base64url");
    this.#issued.set(hashOf(token), { ...user, expiresAt: this.#clock.now() + lifeMs });
    const [oldest] = this.#issued.keys();
    if (this.#issued.size > keptAtOnce && oldest !== undefined) this.#issued.delete(oldest);
    return token;
  }

  /** The user of a token, which is used up by this; undefined for one that is wrong, used or too old. */
  redeem(token: string): LoginUser | undefined {
    // Looked up by hash, so that the time of the look-up tells nothing about a token.
    const hash = hashOf(token);
    const found = this.#issued.get(hash);
    this.#issued.delete(hash);
    if (!found || found.expiresAt <= this.#clock.now()) return undefined;
    return { userName: found.userName, role: found.role };
  }
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
