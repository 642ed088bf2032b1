/** Console sessions: made at the login, known by the hash of the cookie's value, gone after twelve hours. */
import { createHash, timingSafeEqual } from "node:crypto";
import { csrfHeader, sessionCookie } from "../aws/authentication.ts";
import { header, type Headers } from "../lib/door.ts";
import type { ConsoleSession } from "../model/access-key.ts";
import type { LoginUser } from "./login-tokens.ts";
import type { WebContext } from "./web-context.ts";

export const sessionLifeMs = 12 * 3_600_000;

/** What a browser gets of a new session. */
export interface OpenedSession {
  readonly session: ConsoleSession;
  readonly cookieValue: string;
}

/** The CSRF token that goes with a cookie: whoever can read the cookie's value has no need of it, a foreign page cannot. */
export function csrfTokenOf(cookieValue: string): string {
  return sha256(`csrf:${cookieValue}`);
}

/** Makes a session, and clears those that have ended. */
export async function openSession(
  { commit, resources, clock }: Pick<WebContext, "commit" | "resources" | "clock">,
  user: LoginUser,
): Promise<OpenedSession> {
  const now = clock.now();
  const cookieValue = Buffer.from(clock.randomBytes(32)).toString("base64url");
  const session: ConsoleSession = {
    id: sha256(cookieValue),
    csrfHash: sha256(csrfTokenOf(cookieValue)),
    userName: user.userName,
    role: user.role,
    createdAt: now,
    expiresAt: now + sessionLifeMs,
  };
  const ended = (await resources.list("session")).filter(({ value }) => value.expiresAt <= now);
  await commit([
    ...ended.map(({ id }) => ({ kind: "session" as const, id, value: undefined })),
    { kind: "session", id: session.id, value: session },
  ]);
  return { session, cookieValue };
}

/** The session that a request's cookie stands for, and the cookie's value. */
export function sessionOf(
  headers: Headers,
  { directory, clock }: { readonly directory: Pick<WebContext["directory"], "session">; readonly clock: Pick<WebContext["clock"], "now"> },
): OpenedSession | undefined {
  const cookieValue = cookieOf(headers, sessionCookie);
  if (cookieValue === undefined) return undefined;
  const session = directory.session(sha256(cookieValue));
  return session && session.expiresAt > clock.now() ? { session, cookieValue } : undefined;
}

/** Whether a request carries the session's CSRF token. */
export function hasCsrfToken(headers: Headers, session: ConsoleSession): boolean {
  const token = header(headers, csrfHeader);
  return token !== undefined && timingSafeEqual(Buffer.from(sha256(token)), Buffer.from(session.csrfHash));
}

/** The cookie that a browser is to keep; an empty value makes it forget. */
export function setCookie(value: string, { secure }: { readonly secure: boolean }): string {
  const age = value === "" ? 0 : sessionLifeMs / 1000;
  return `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure ? "; Secure" : ""}`;
}

function cookieOf(headers: Headers, name: string): string | undefined {
  for (const pair of (header(headers, "cookie") ?? "").split(";")) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value !== undefined && value !== "") return value;
  }
  return undefined;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
