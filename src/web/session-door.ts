/**
 * The console's login as a plain HTTP door: `POST /session` signs in with a one-time token or an access key,
 * `GET /session` says who is signed in (null: nobody), `DELETE /session` signs out. Host and Origin were checked by the listener.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Log } from "../lib/log.ts";
import { type ApiRequest, type ApiResponse, type Door, header } from "../lib/door.ts";
import { AttemptLimiter } from "./attempt-limiter.ts";
import type { LoginUser } from "./login-tokens.ts";
import { jsonAnswer, refusal } from "./plain-answer.ts";
import { csrfTokenOf, hasCsrfToken, openSession, sessionOf, setCookie } from "./sessions.ts";
import type { WebContext } from "./web-context.ts";

export type SessionDoorContext = Pick<
  WebContext,
  "directory" | "resources" | "commit" | "loginTokens" | "clock" | "installation" | "version"
> & {
  /** Whether the console is served over TLS: the cookie is then for TLS alone. */
  readonly secureCookie: boolean;
  /** "off": everyone who gets here is the administrator, without a login (`--auth off`). */
  readonly authentication: "on" | "off";
  readonly log: Pick<Log, "error">;
};

/** A login is a few hundred bytes. */
const maximumBody = 4096;
const refusedToken =
  "This one-time login is wrong, used already or older than a day. `xkswatch login` on the server prints a new one, or sign in with an access key.";
const refusedKey = "No access key has this id and secret. `xkswatch access-keys list` on the server shows the access keys.";

export function createSessionDoor(context: SessionDoorContext): Door {
  const limiter = new AttemptLimiter(context.clock);
  const acts: Readonly<Record<string, (request: ApiRequest) => Promise<ApiResponse> | ApiResponse>> = {
    GET: (request) => describe(request, context),
    POST: (request) => signIn(request, context, limiter),
    DELETE: (request) => signOut(request, context),
  };
  return async (request) => {
    const act = acts[request.method];
    if (!act) return refusal(405, "MethodNotAllowed", "Use GET, POST or DELETE.", { allow: Object.keys(acts).join(", ") });
    try {
      return await act(request);
    } catch (error) {
      context.log.error({ err: error }, "a console session could not be kept");
      // What went wrong (a full disk, a store that is gone) is not for someone who may not be signed in.
      return refusal(500, "InternalFailure", "The session could not be kept. Look at the server's log.");
    }
  };
}

function describe({ headers }: ApiRequest, context: SessionDoorContext): ApiResponse {
  const opened = sessionOf(headers, context);
  if (opened) return jsonAnswer(200, descriptionOf(opened.session, csrfTokenOf(opened.cookieValue), context));
  if (context.authentication === "off") return jsonAnswer(200, descriptionOf({ userName: "anyone", role: "admin" }, "", context));
  // To ask is no mistake: who has no session is nobody.
  return jsonAnswer(200, null);
}

function descriptionOf({ userName, role }: LoginUser, csrfToken: string, { installation, version }: SessionDoorContext): object {
  return { csrfToken, userName, role, region: installation.region, accountId: installation.accountId, version };
}

async function signIn(request: ApiRequest, context: SessionDoorContext, limiter: AttemptLimiter): Promise<ApiResponse> {
  const address = request.remoteAddress;
  // A form of a foreign page cannot send this type without the browser asking first.
  if (!/^application\/json\b/i.test(header(request.headers, "content-type") ?? ""))
    return refusal(415, "UnsupportedMediaType", "Send application/json.");
  const waitMs = limiter.waitMs(address);
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000);
    return refusal(429, "ThrottlingException", `Too many failed logins. Try again in ${seconds} seconds.`, {
      "retry-after": String(seconds),
    });
  }
  const given = bodyOf(request);
  if (!given) return refusal(400, "ValidationException", "Give a token, or an accessKeyId and a secretAccessKey.");
  const user = "token" in given ? context.loginTokens.redeem(given.token) : userOfKey(given, context);
  if (!user) {
    limiter.failed(address);
    return refusal(401, "SignInRefused", "token" in given ? refusedToken : refusedKey);
  }
  const { session, cookieValue } = await openSession(context, user);
  return jsonAnswer(200, descriptionOf(session, csrfTokenOf(cookieValue), context), {
    "set-cookie": setCookie(cookieValue, { secure: context.secureCookie }),
  });
}

async function signOut({ headers }: ApiRequest, context: SessionDoorContext): Promise<ApiResponse> {
  const opened = sessionOf(headers, context);
  if (!opened)
    return refusal(401, "NotSignedIn", "There is no session to end.", { "set-cookie": setCookie("", { secure: context.secureCookie }) });
  if (!hasCsrfToken(headers, opened.session)) return refusal(403, "CsrfTokenMissing", "Send the session's CSRF token in x-csrf-token.");
  await context.commit([{ kind: "session", id: opened.session.id, value: undefined }]);
  return jsonAnswer(200, {}, { "set-cookie": setCookie("", { secure: context.secureCookie }) });
}

type Given = { readonly token: string } | { readonly accessKeyId: string; readonly secretAccessKey: string };

function bodyOf({ body }: ApiRequest): Given | undefined {
  if (body.length > maximumBody) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
  if (typeof document !== "object" || document === null) return undefined;
  const { token, accessKeyId, secretAccessKey } = document as Readonly<Record<string, unknown>>;
  if (typeof token === "string") return { token };
  return typeof accessKeyId === "string" && typeof secretAccessKey === "string" ? { accessKeyId, secretAccessKey } : undefined;
}

function userOfKey(
  given: { readonly accessKeyId: string; readonly secretAccessKey: string },
  { directory }: SessionDoorContext,
): LoginUser | undefined {
  const key = directory.accessKey(given.accessKeyId);
  // Compared as hashes of one length, also where there is no such key, so that the time tells neither secret nor id.
  const equal = timingSafeEqual(hash(given.secretAccessKey), hash(key?.secret ?? ""));
  return key && equal ? { userName: key.name, role: key.role } : undefined;
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
