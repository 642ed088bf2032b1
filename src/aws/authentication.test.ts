/** Who is let in as whom, and what the others are told. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { ApiRequest } from "../lib/door.ts";
import { sign } from "../lib/sigv4.ts";
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import { ApiError, type ApiErrorDetails } from "./api-error.ts";
import { createAuthenticate } from "./authentication.ts";

const clock = new ManualClock();
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const accessKey: AccessKey = { id: "AKIATEST", secret: "the-secret", name: "ada", role: "user", createdAt: 0 };
const session: ConsoleSession = {
  id: sha256("cookie-value"),
  csrfHash: sha256("csrf-value"),
  userName: "grace",
  role: "admin",
  createdAt: 0,
  expiresAt: clock.now() + 1000,
};
const credentials = {
  accessKey: (id: string) => (id === accessKey.id ? accessKey : undefined),
  session: (id: string) => (id === session.id ? session : undefined),
};
const accountId = "123456789012";
const authenticate = createAuthenticate({ credentials, accountId, mode: "on", clock });

const plain: ApiRequest = { method: "POST", path: "/", headers: { host: "localhost" }, body: new Uint8Array(), remoteAddress: "127.0.0.1" };
const signed = (secretAccessKey = accessKey.secret, accessKeyId = accessKey.id, now = clock.now()): ApiRequest => ({
  ...plain,
  headers: { ...plain.headers, ...sign({ ...plain, service: "kms", region: "eu-west-1", accessKeyId, secretAccessKey, now }) },
});
const withSession = (headers: Record<string, string>, method = "POST"): ApiRequest => ({
  ...plain,
  method,
  headers: { ...plain.headers, cookie: "theme=dark; xkswatch_session=cookie-value", ...headers },
});

function refusal(request: ApiRequest, signingNames = ["kms"]): ApiErrorDetails {
  try {
    authenticate(request, signingNames);
  } catch (error) {
    if (error instanceof ApiError) return error.details;
    throw error;
  }
  throw new Error("it was let in");
}

describe("a signature", () => {
  it("gives each call the address it came from, whoever called before with the same key", () => {
    const from = (remoteAddress: string) => authenticate({ ...signed(), remoteAddress }, ["kms"]).remoteAddress;
    expect([from("192.0.2.1"), from("192.0.2.2"), from("192.0.2.1")]).toEqual(["192.0.2.1", "192.0.2.2", "192.0.2.1"]);
  });

  it("makes the caller the access key's user", () => {
    expect(authenticate(signed(), ["kms"])).toEqual({
      arn: "arn:aws:iam::123456789012:user/ada",
      accountId,
      role: "user",
      by: "signature",
      accessKeyId: "AKIATEST",
      region: "eu-west-1",
      remoteAddress: "127.0.0.1",
    });
  });

  it.each<[string, ApiRequest, Partial<ApiErrorDetails>]>([
    ["nothing at all", plain, { code: "MissingAuthenticationTokenException", queryCode: "MissingAuthenticationToken", status: 403 }],
    [
      "an unknown key",
      signed("x", "AKIAOTHER"),
      {
        code: "UnrecognizedClientException",
        queryCode: "InvalidClientTokenId",
        message: "The security token included in the request is invalid.",
      },
    ],
    ["a wrong secret", signed("wrong"), { code: "InvalidSignatureException", queryCode: "SignatureDoesNotMatch" }],
    ["an old signature", signed(undefined, undefined, clock.now() - 301_000), { code: "InvalidSignatureException" }],
    [
      "half a header",
      { ...plain, headers: { authorization: "AWS4-HMAC-SHA256 Credential=a" } },
      { code: "IncompleteSignatureException", queryCode: "IncompleteSignature", status: 400 },
    ],
  ])("that is %s is told so", (_, request, expected) => {
    expect(refusal(request)).toMatchObject(expected);
  });

  it("for another service is not good here", () => {
    expect(refusal(signed(), ["monitoring"])).toMatchObject({
      code: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'monitoring'.",
    });
  });
});

describe("a console session", () => {
  it("changes things with its token only", () => {
    expect(authenticate(withSession({ "x-csrf-token": "csrf-value" }), ["kms"])).toMatchObject({
      arn: "arn:aws:iam::123456789012:user/grace",
      role: "admin",
      by: "session",
    });
    expect(refusal(withSession({ "x-csrf-token": "other" }))).toMatchObject({ code: "AccessDeniedException", status: 403 });
    expect(refusal(withSession({}))).toMatchObject({ code: "AccessDeniedException", status: 403 });
  });

  it("reads without it", () => {
    expect(authenticate(withSession({}, "GET"), ["kms"])).toMatchObject({ by: "session" });
  });

  it("must exist and not be over", async () => {
    expect(refusal(withSession({ cookie: "xkswatch_session=guess" }))).toMatchObject({ code: "ExpiredTokenException", status: 401 });
    const later = new ManualClock(session.expiresAt);
    const ask = createAuthenticate({ credentials, accountId, mode: "on", clock: later });
    expect(() => ask(withSession({}, "GET"), ["kms"])).toThrow("expired");
  });

  it("does not stand in for a broken signature", () => {
    expect(refusal(withSession({ authorization: "AWS4-HMAC-SHA256 x" }))).toMatchObject({ code: "IncompleteSignatureException" });
  });
});

describe("without authentication", () => {
  const anyone = createAuthenticate({ credentials, accountId, mode: "off", clock });

  it("whoever calls is admin under the name of the key", () => {
    expect(anyone(signed("wrong"), ["kms"])).toMatchObject({ arn: "arn:aws:iam::123456789012:user/ada", role: "admin", by: "off" });
    expect(anyone(signed("x", "test"), ["kms"])).toMatchObject({ arn: "arn:aws:iam::123456789012:user/test", region: "eu-west-1" });
    expect(anyone(plain, ["kms"])).toMatchObject({ arn: "arn:aws:iam::123456789012:user/anonymous", role: "admin" });
  });
});
