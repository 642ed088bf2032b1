/** Topics through the door, in the query protocol that SNS's clients speak. */
import { describe, expect, it } from "vitest";
import { createDispatch } from "../aws/dispatch.ts";
import type { Caller } from "../aws/caller.ts";
import { ManualClock } from "../lib/clock.ts";
import { MemoryResourceStore } from "../store/memory-resource-store.ts";
import { answerOpenly } from "./open-door.ts";
import { createSnsService, type SnsContext } from "./operations.ts";

const caller: Caller = {
  arn: "arn:aws:iam::123456789012:user/a",
  accountId: "123456789012",
  role: "admin",
  by: "local",
  remoteAddress: "",
};
const arn = "arn:aws:sns:us-east-1:123456789012:ops";

function open() {
  const clock = new ManualClock();
  const resources = new MemoryResourceStore();
  const errors: unknown[] = [];
  const context: SnsContext = {
    resources,
    clock,
    installation: { region: "us-east-1", accountId: "123456789012" },
    channels: new Map([["arn:aws:sns:us-east-1:123456789012:paging", []]]),
    canMail: false,
    onDeliveries: () => undefined,
  };
  const door = createDispatch({
    services: [createSnsService(context)],
    authenticate: () => caller,
    newRequestId: () => "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f",
    log: { error: (fields: unknown) => void errors.push(fields) },
  }).answerAs(caller);
  const call = async (Action: string, parameters: Readonly<Record<string, string>> = {}) => {
    const body = new URLSearchParams({ Action, Version: "2010-03-31", ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const { status, body: text } = await door({ method: "POST", path: "/", headers, body: Buffer.from(body), remoteAddress: "" });
    return { status, text: String(text) };
  };
  const get = async (path: string) =>
    answerOpenly({ method: "GET", path, headers: {}, body: Buffer.alloc(0), remoteAddress: "" }, context, {
      certificate: "PEM",
      certificatePath: "/cert.pem",
    });
  return { resources, call, get };
}

const subscription = { TopicArn: arn, Protocol: "https", Endpoint: "https://example.com/hook" };

describe("topics", () => {
  it("are made, found again, listed and deleted with their subscriptions", async () => {
    const { call, resources } = open();
    for (let i = 0; i < 2; i++) expect((await call("CreateTopic", { Name: "ops" })).text).toContain(`<TopicArn>${arn}</TopicArn>`);
    await call("Subscribe", subscription);
    expect((await call("ListTopics")).text).toContain(arn);
    expect((await call("GetTopicAttributes", { TopicArn: arn })).text).toContain("<key>SubscriptionsPending</key><value>1</value>");
    expect((await call("DeleteTopic", { TopicArn: arn })).status).toBe(200);
    expect(await resources.list("subscription")).toEqual([]);
    expect(await call("Publish", { TopicArn: arn, Message: "x" })).toMatchObject({
      status: 404,
      text: expect.stringContaining("<Code>NotFound</Code>"),
    });
  });

  it.each([
    ["CreateTopic", { Name: "a b" }, "Invalid parameter: Topic Name"],
    ["Subscribe", { ...subscription, Protocol: "sms" }, "the protocol sms is not available"],
    ["Subscribe", { ...subscription, Endpoint: "http://example.com" }, "Endpoint must match the specified protocol"],
    ["Subscribe", { ...subscription, Protocol: "email", Endpoint: "a@example.com" }, "there is no mail server"],
    ["Publish", { TopicArn: arn, Message: "" }, "Empty message"],
  ] as const)("%s with %j is refused", async (action, parameters, message) => {
    const { call } = open();
    await call("CreateTopic", { Name: "ops" });
    expect(await call(action, parameters)).toMatchObject({ status: 400, text: expect.stringContaining(message) });
  });
});

it("an ARN that leads to channels can be published to, which tests them", async () => {
  const { call, resources } = open();
  const target = "arn:aws:sns:us-east-1:123456789012:paging";
  expect((await call("Publish", { TopicArn: target, Message: "a test", Subject: "Test" })).status).toBe(200);
  expect((await resources.list("delivery")).map(({ value }) => value)).toMatchObject([
    { target, notice: { message: "a test", subject: "Test" } },
  ]);
});

describe("message attributes", () => {
  const of = (...members: readonly (readonly [name: string, type: string, field: string, value: string])[]) =>
    Object.fromEntries(
      members.flatMap(([name, type, field, value], i) => [
        [`MessageAttributes.entry.${i + 1}.Name`, name],
        [`MessageAttributes.entry.${i + 1}.Value.DataType`, type],
        [`MessageAttributes.entry.${i + 1}.Value.${field}`, value],
      ]),
    );

  it("are taken as clients of the query protocol send them", async () => {
    const { call, resources } = open();
    await call("CreateTopic", { Name: "ops" });
    const attributes = of(
      ["team", "String", "StringValue", "kms"],
      ["level", "Number.int", "StringValue", "3"],
      ["mark", "Binary", "BinaryValue", "AQID"],
    );
    expect((await call("Publish", { TopicArn: arn, Message: "x", ...attributes })).status).toBe(200);
    expect((await resources.list("delivery"))[0]?.value.notice).toEqual({
      kind: "message",
      message: "x",
      attributes: {
        team: { type: "String", value: "kms" },
        level: { type: "Number.int", value: "3" },
        mark: { type: "Binary", value: "AQID" },
      },
    });
  });

  it.each([
    [["a", "Text", "StringValue", "x"], "the set of supported type prefixes is Binary, Number, and String."],
    [["a", "String", "StringValue", ""], "must contain non-empty message attribute value for message attribute type &apos;String&apos;"],
    [["a", "Number", "StringValue", "ten"], "Could not cast message attribute &apos;a&apos; value to number."],
    [["aws.a", "String", "StringValue", "x"], "is invalid"],
  ] as const)("%j are refused", async (attribute, message) => {
    const { call } = open();
    await call("CreateTopic", { Name: "ops" });
    const { status, text } = await call("Publish", { TopicArn: arn, Message: "x", ...of(attribute) });
    expect([status, text.replaceAll("'", "&apos;")]).toEqual([400, expect.stringContaining(message)]);
    expect(text).toContain("<Code>ParameterValueInvalid</Code>");
  });
});

describe("a subscription", () => {
  it("tells its attributes, and raw delivery can be switched", async () => {
    const { call, resources } = open();
    await call("CreateTopic", { Name: "ops" });
    await call("Subscribe", subscription);
    const SubscriptionArn = (await resources.list("subscription"))[0]?.id ?? "";
    const get = async () => (await call("GetSubscriptionAttributes", { SubscriptionArn })).text;
    expect(await get()).toContain("<key>RawMessageDelivery</key><value>false</value>");
    const set = async (AttributeName: string, AttributeValue: string) =>
      await call("SetSubscriptionAttributes", { SubscriptionArn, AttributeName, AttributeValue });
    expect((await set("RawMessageDelivery", "true")).status).toBe(200);
    expect(await get()).toContain("<key>RawMessageDelivery</key><value>true</value>");
    expect((await set("RawMessageDelivery", "yes")).status).toBe(400);
    expect((await set("FilterPolicy", "{}")).text).toContain("the attribute FilterPolicy is not available");
    expect((await call("GetSubscriptionAttributes", { SubscriptionArn: `${arn}:none` })).status).toBe(404);
  });

  it("waits until its link is followed, and ends by its link", async () => {
    const { call, get, resources } = open();
    await call("CreateTopic", { Name: "ops" });
    expect((await call("Subscribe", subscription)).text).toContain("pending confirmation");
    expect((await resources.list("delivery")).map(({ value }) => value.notice.kind)).toEqual(["confirmation"]);
    const [stored] = await resources.list("subscription");
    expect((await get(`/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(arn)}&Token=${"0".repeat(96)}`))?.status).toBe(400);
    expect((await call("ListSubscriptions")).text).toContain("PendingConfirmation");
    expect((await get(`/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(arn)}&Token=${stored?.value.token}`))?.status).toBe(200);
    expect((await call("ListSubscriptionsByTopic", { TopicArn: arn })).text).toContain(stored?.id);
    expect((await get(`/?Action=Unsubscribe&SubscriptionArn=${encodeURIComponent(stored?.id ?? "")}`))?.status).toBe(200);
    expect(await resources.list("subscription")).toEqual([]);
  });

  it("is the same one when asked for again", async () => {
    const { call, resources } = open();
    await call("CreateTopic", { Name: "ops" });
    await call("Subscribe", subscription);
    await call("Subscribe", subscription);
    expect(await resources.list("subscription")).toHaveLength(1);
  });
});

it("the open door leaves every other request to others", async () => {
  const { get } = open();
  expect((await get("/cert.pem"))?.body).toBe("PEM");
  for (const path of ["/", "/?Action=Publish&TopicArn=x", "/?Action=Unsubscribe&SubscriptionArn=x&X-Amz-Signature=y", "/index.html"]) {
    expect(await get(path)).toBeUndefined();
  }
});
