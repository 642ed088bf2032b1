import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { ApiResponse, Door, Headers } from "../lib/door.ts";
import { createSessionDoor, type SessionDoorContext } from "./session-door.ts";
import { type WebFixture, webFixture } from "./web.fixture.ts";

const secret = "x".repeat(40);
let fixture: WebFixture;
let door: Door;
let logged: unknown[];

beforeEach(async () => {
  logged = [];
  fixture = webFixture();
  door = doorWith({});
  await fixture.commit([
    {
      kind: "access-key",
      id: "AKIAAAAAAAAAAAAAAAAA",
      value: { id: "AKIAAAAAAAAAAAAAAAAA", secret, name: "ana", role: "viewer", createdAt: 1 },
    },
  ]);
});

function doorWith(members: Partial<SessionDoorContext>): Door {
  return createSessionDoor({
    ...fixture,
    log: { error: (...told: unknown[]) => void logged.push(told) },
    secureCookie: false,
    authentication: "on",
    ...members,
  });
}

const send = (method: string, body: unknown = "", headers: Headers = {}, from = "192.0.2.1"): Promise<ApiResponse> =>
  door({
    method,
    path: "/session",
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    remoteAddress: from,
  });
const documentOf = ({ body }: ApiResponse): Record<string, string> => JSON.parse(String(body)) as Record<string, string>;
const cookieOf = (answer: ApiResponse): string => String(answer.headers["set-cookie"]).split(";")[0] ?? "";
const signedIn = async (): Promise<{ cookie: string; csrfToken: string }> => {
  const answer = await send("POST", { token: fixture.loginTokens.issue({ userName: "admin", role: "admin" }) });
  return { cookie: cookieOf(answer), csrfToken: documentOf(answer)["csrfToken"] ?? "" };
};

it("a session that cannot be kept is an error for the log, and tells the stranger nothing", async () => {
  door = doorWith({
    commit: () => Promise.reject(new Error("the disk is full")),
  });
  const answer = await send("POST", { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: secret });
  expect([answer.status, String(answer.body)]).toEqual([500, expect.not.stringContaining("disk")]);
  expect(logged).toEqual([[{ err: new Error("the disk is full") }, "a console session could not be kept"]]);
});

describe("POST /session", () => {
  it("signs in with a one-time login, once", async () => {
    const token = fixture.loginTokens.issue({ userName: "admin", role: "admin" });
    const answer = await send("POST", { token });
    expect(answer.status).toBe(200);
    expect(documentOf(answer)).toMatchObject({
      userName: "admin",
      role: "admin",
      csrfToken: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    const again = await send("POST", { token });
    expect([again.status, documentOf(again)["message"]]).toEqual([401, expect.stringContaining("xkswatch login")]);
  });

  it("does not take a one-time login after a day", async () => {
    const token = fixture.loginTokens.issue({ userName: "admin", role: "admin" });
    await fixture.clock.advance(86_400_000);
    expect((await send("POST", { token })).status).toBe(401);
  });

  it("signs in with an access key, as its user", async () => {
    const answer = await send("POST", { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: secret });
    expect([answer.status, documentOf(answer)["userName"], documentOf(answer)["role"]]).toEqual([200, "ana", "viewer"]);
  });

  it.each([
    ["a wrong secret", { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: `${secret}x` }],
    ["an empty secret", { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "" }],
    ["an unknown key with an empty secret", { accessKeyId: "AKIABBBBBBBBBBBBBBBB", secretAccessKey: "" }],
    ["a made-up login", { token: "made-up" }],
  ])("refuses %s", async (_, body) => {
    const answer = await send("POST", body);
    expect([answer.status, answer.headers["set-cookie"]]).toEqual([401, undefined]);
  });

  it.each(["", "no json", "[]", "null", "{}", '{"token":7}', '{"accessKeyId":"a"}', JSON.stringify({ token: "x".repeat(5000) })])(
    "answers 400 to the body %.30s",
    async (body) => {
      expect((await send("POST", body)).status).toBe(400);
    },
  );

  it("refuses the types that a foreign page's form can send", async () => {
    const token = fixture.loginTokens.issue({ userName: "admin", role: "admin" });
    expect((await send("POST", { token }, { "content-type": "text/plain" })).status).toBe(415);
    expect((await send("POST", { token }, { "content-type": undefined })).status).toBe(415);
  });

  it("sets a cookie that scripts and foreign pages do not get, and whose value nobody else keeps", async () => {
    const answer = await send("POST", { token: fixture.loginTokens.issue({ userName: "admin", role: "admin" }) });
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^xkswatch_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const value = cookieOf(answer).split("=")[1] ?? "";
    const stored = JSON.stringify(await fixture.resources.list("session"));
    expect(stored).not.toContain(value);
    expect(stored).not.toContain(documentOf(answer)["csrfToken"]);
    expect(stored).toContain(createHash("sha256").update(value).digest("hex"));
    expect(documentOf(answer)["csrfToken"]).toBe(createHash("sha256").update(`csrf:${value}`).digest("hex"));
  });

  it("marks the cookie for TLS alone where the console is served so", async () => {
    door = doorWith({ secureCookie: true });
    const answer = await send("POST", { token: fixture.loginTokens.issue({ userName: "admin", role: "admin" }) });
    expect(String(answer.headers["set-cookie"])).toContain("; Secure");
  });

  it("lets an address that failed ten times wait, and no other", async () => {
    const wrong = { token: "wrong" };
    for (let i = 0; i < 10; i++) expect((await send("POST", wrong)).status).toBe(401);
    const good = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: secret };
    const refused = await send("POST", good);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "60"]);
    expect((await send("POST", good, {}, "192.0.2.2")).status).toBe(200);
    await fixture.clock.advance(60_000);
    expect((await send("POST", good)).status).toBe(200);
  });

  it("clears sessions that have ended", async () => {
    await signedIn();
    await fixture.clock.advance(12 * 3_600_000);
    await signedIn();
    expect(await fixture.resources.list("session")).toHaveLength(1);
  });

  it("answers 500 without details when the session cannot be kept", async () => {
    door = doorWith({ commit: () => Promise.reject(new Error("disk full at /secret/path")) });
    const answer = await send("POST", { token: fixture.loginTokens.issue({ userName: "admin", role: "admin" }) });
    expect([answer.status, String(answer.body)]).toEqual([500, expect.not.stringContaining("secret")]);
  });
});

describe("GET /session", () => {
  it("says who is signed in, where, and gives the same CSRF token again", async () => {
    const { cookie, csrfToken } = await signedIn();
    const answer = await send("GET", "", { cookie: `other=1; ${cookie}` });
    expect(documentOf(answer)).toEqual({
      csrfToken,
      userName: "admin",
      role: "admin",
      region: "us-east-1",
      accountId: "123456789012",
      version: "0.1.0",
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  it.each(["", "xkswatch_session=", "xkswatch_session=made-up", "session=x"])("says null, nobody, to the cookie %j", async (cookie) => {
    expect(await send("GET", "", { cookie })).toMatchObject({ status: 200, body: "null" });
  });

  it("says null after twelve hours", async () => {
    const { cookie } = await signedIn();
    await fixture.clock.advance(12 * 3_600_000 - 1);
    expect(documentOf(await send("GET", "", { cookie }))).toMatchObject({ userName: "admin" });
    await fixture.clock.advance(1);
    expect(documentOf(await send("GET", "", { cookie }))).toBeNull();
  });

  it("needs no login with authentication off", async () => {
    door = doorWith({ authentication: "off" });
    expect(documentOf(await send("GET"))).toMatchObject({ role: "admin" });
  });
});

describe("DELETE /session", () => {
  it("ends the session", async () => {
    const { cookie, csrfToken } = await signedIn();
    const answer = await send("DELETE", "", { cookie, "x-csrf-token": csrfToken });
    expect([answer.status, String(answer.headers["set-cookie"])]).toEqual([200, expect.stringContaining("Max-Age=0")]);
    expect(documentOf(await send("GET", "", { cookie }))).toBeNull();
  });

  it("wants the CSRF token", async () => {
    const { cookie } = await signedIn();
    expect((await send("DELETE", "", { cookie })).status).toBe(403);
    expect((await send("DELETE", "", { cookie, "x-csrf-token": "0".repeat(64) })).status).toBe(403);
    expect((await send("GET", "", { cookie })).status).toBe(200);
  });
});

it("answers 405 to other methods", async () => {
  expect((await send("PUT")).headers["allow"]).toBe("GET, POST, DELETE");
});
