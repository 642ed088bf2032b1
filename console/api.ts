/**
 * The way to the server: the AWS APIs as any client calls them (AWS JSON), with the session's cookie in place of a
 * signature, and the console's own service beside them.
 */

/** What an API said no with. `code` is the error shape's name; "Unreachable" where no answer came. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;

  constructor(code: string, message: string, status: number, requestId: string | undefined) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

/** A signed-in user. */
export interface Session {
  readonly csrfToken: string;
  readonly userName: string;
  readonly role: "viewer" | "user" | "admin";
  readonly region: string;
  readonly accountId: string;
  readonly version: string;
}

/** Calls operations of one service. Reads are retried quietly on 429 and 5xx; writes never. */
export type Caller = <O = Record<string, never>>(operation: string, input: object, signal?: AbortSignal) => Promise<O>;

export interface Api {
  readonly kms: Caller;
  readonly cloudwatch: Caller;
  readonly sns: Caller;
  readonly xkswatch: Caller;
}

/** Waits between attempts of a read, milliseconds. */
const retryWaitsMs = [1000, 2000, 4000];

/** @param onSignedOut called when the server no longer knows the session. */
export function createApi(session: Session, onSignedOut: () => void): Api {
  const caller =
    (prefix: string, jsonVersion: string): Caller =>
    async <O>(operation: string, input: object, signal?: AbortSignal): Promise<O> => {
      const isRead = /^(Get|List|Describe|Explain)/.test(operation);
      for (let attempt = 0; ; attempt++) {
        try {
          return await post<O>(`${prefix}.${operation}`, jsonVersion, input, session.csrfToken, signal);
        } catch (error) {
          if (!(error instanceof ApiFailure)) throw error;
          if (error.status === 401) onSignedOut();
          const waitMs = retryWaitsMs[attempt];
          const mayPass = error.status === 429 || error.status >= 500 || /^(Throttling|ThrottlingException)$/.test(error.code);
          if (!isRead || !mayPass || waitMs === undefined) throw error;
          await wait(waitMs, signal);
        }
      }
    };
  return {
    kms: caller("TrentService", "1.1"),
    cloudwatch: caller("GraniteServiceVersion20100801", "1.0"),
    sns: caller("AmazonSimpleNotificationService", "1.0"),
    xkswatch: caller("XkswatchConsole", "1.1"),
  };
}

/** The session the browser's cookie stands for; undefined when there is none. */
export async function readSession(signal?: AbortSignal): Promise<Session | undefined> {
  const answer = await reach("/session", { method: "GET", headers: { accept: "application/json" }, ...(signal && { signal }) });
  if (!answer.ok) throw await failureOf(answer);
  return ((await answer.json()) as Session | null) ?? undefined;
}

/** Signs in with a one-time token or an access key; the server sets the cookie. */
export async function signIn(
  credentials: { readonly token: string } | { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<void> {
  const answer = await reach("/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!answer.ok) throw await failureOf(answer);
}

export async function signOut(session: Session): Promise<void> {
  const answer = await reach("/session", { method: "DELETE", headers: { "x-csrf-token": session.csrfToken } });
  if (!answer.ok && answer.status !== 401) throw await failureOf(answer);
}

async function post<O>(target: string, jsonVersion: string, input: object, csrfToken: string, signal?: AbortSignal): Promise<O> {
  const answer = await reach("/", {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${jsonVersion}`,
      "x-amz-target": target,
      "x-amzn-query-mode": "true",
      "x-csrf-token": csrfToken,
    },
    body: JSON.stringify(input),
    ...(signal && { signal }),
  });
  if (!answer.ok) throw await failureOf(answer);
  const text = await answer.text();
  return (text === "" ? {} : JSON.parse(text)) as O;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiFailure("Unreachable", "The server does not answer. Check that xkswatch is running.", 503, undefined);
  }
}

/** Reads an error body of AWS JSON (`__type`, `message`), or makes one from the status. */
async function failureOf(answer: Response): Promise<ApiFailure> {
  const requestId = answer.headers.get("x-amzn-requestid") ?? undefined;
  try {
    const body = (await answer.json()) as Partial<Record<string, string>>;
    const code = (body["__type"] ?? `Http${answer.status}`).split("#").pop() ?? "";
    return new ApiFailure(code, body["message"] ?? body["Message"] ?? "", answer.status, requestId);
  } catch {
    return new ApiFailure(`Http${answer.status}`, `The server answered with status ${answer.status}.`, answer.status, requestId);
  }
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      window.clearTimeout(timer);
      reject(new DOMException("aborted", "AbortError"));
    });
  });
}
