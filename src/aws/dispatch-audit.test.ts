/** What the audit trail is told of calls on their way through dispatch. */
import { beforeEach, expect, it } from "vitest";
import type { ApiResponse } from "../lib/door.ts";
import { required, string, structure } from "../lib/schema.ts";
import { ApiError } from "./api-error.ts";
import type { CompletedCall } from "./audit-event.ts";
import type { Caller } from "./caller.ts";
import { createDispatch } from "./dispatch.ts";
import { type Operation, operation } from "./operation.ts";

const caller: Caller = { arn: "arn:aws:iam::1:user/ana", accountId: "1", role: "user", by: "signature", remoteAddress: "192.0.2.1" };
const act = operation<undefined>()({
  name: "DisableKey",
  access: "user",
  input: structure("DisableKeyRequest", { KeyId: required(string()) }),
  output: structure("DisableKeyResponse", {}),
  handle({ KeyId }) {
    if (KeyId === "gone") throw new ApiError({ code: "NotFoundException", message: "gone", status: 400 });
    if (KeyId === "broken") throw new Error("a secret of the house");
    return {};
  },
});
const forbidden = { ...act, name: "Forbidden", access: "admin" } as Operation<undefined>;

let told: CompletedCall[];
let knownCaller: boolean;
beforeEach(() => {
  told = [];
  knownCaller = true;
});
const dispatch = createDispatch({
  services: [
    {
      signingName: "kms",
      targetPrefix: "TrentService",
      jsonVersion: "1.1",
      operations: new Map([act, forbidden].map((one) => [one.name, one as Operation<unknown>])),
      context: undefined,
    },
  ],
  authenticate: () => {
    if (!knownCaller) throw new ApiError({ code: "UnrecognizedClientException", message: "", status: 400 });
    return caller;
  },
  newRequestId: () => "request-1",
  log: { error: () => undefined },
  audit: (call) => told.push(call),
});
const send = (name: string, body: string): Promise<ApiResponse> =>
  dispatch({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${name}` },
    body: Buffer.from(body),
    remoteAddress: "",
  });
const summary = (): unknown[] => told.map(({ operation: { name }, input, error }) => [name, input, error?.code]);

it("is told of a success, a failure, a fault of the house and a refusal, once each", async () => {
  await send("DisableKey", '{"KeyId":"one"}');
  await send("DisableKey", '{"KeyId":"gone"}');
  await send("DisableKey", '{"KeyId":"broken"}');
  await send("DisableKey", "{}");
  await send("Forbidden", '{"KeyId":"one"}');
  expect(summary()).toEqual([
    ["DisableKey", { KeyId: "one" }, undefined],
    ["DisableKey", { KeyId: "gone" }, "NotFoundException"],
    ["DisableKey", { KeyId: "broken" }, expect.stringMatching(/Internal/)],
    ["DisableKey", undefined, "ValidationException"],
    ["Forbidden", undefined, "AccessDeniedException"],
  ]);
  expect(JSON.stringify(told)).not.toContain("a secret of the house");
});

it("is not told of calls by nobody or of no operation", async () => {
  knownCaller = false;
  await send("DisableKey", '{"KeyId":"one"}');
  knownCaller = true;
  await send("Nothing", "{}");
  expect(told).toEqual([]);
});
