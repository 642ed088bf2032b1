/** A test of an alarm's actions says of each receiver what came of it, and changes nothing. */
import { expect, it } from "vitest";
import type { Alarm } from "../../model/alarm.ts";
import type { Subscription } from "../../model/topic.ts";
import { alarm, openTeller, target } from "./house.fixture.ts";
import { testActions } from "./test-actions.ts";

const topic = "arn:aws:sns:us-east-1:123456789012:mails";
const nowhere = "arn:aws:sns:us-east-1:123456789012:nowhere";
const withActions: Alarm = { ...alarm, actions: { OK: [topic, target], ALARM: [target], INSUFFICIENT_DATA: [nowhere] } };

async function openHouse() {
  const house = openTeller([
    { type: "webhook", url: "https://example.com/secret-token", body: { text: "${subject}", alarm: "${alarm.name}", state: "${state}" } },
    { type: "alertmanager", url: "https://example.org" },
  ]);
  const subscription: Subscription = {
    topicArn: topic,
    protocol: "email",
    endpoint: "ops@example.com",
    token: "t",
    confirmed: true,
    rawMessageDelivery: false,
    createdAt: 0,
    ownerId: "123456789012",
  };
  const late = { ...subscription, endpoint: "late@example.com", confirmed: false };
  await house.resources.write([
    { kind: "topic", id: topic, value: { name: "mails", signatureVersion: "1", createdAt: 0 } },
    { kind: "subscription", id: `${topic}:1`, value: subscription },
    { kind: "subscription", id: `${topic}:2`, value: late },
  ]);
  return house;
}

it("tells each receiver once, in the form of the alarm, marked as a test", async () => {
  const { parts, clock, posts, mails } = await openHouse();
  const tested = await testActions(parts, clock, withActions);
  expect(tested.map(({ action, state, channel, outcome }) => [action, state, channel, outcome])).toEqual([
    [target, "ALARM", "webhook https://example.com", "delivered"],
    [target, "ALARM", "alertmanager https://example.org", "delivered"],
    [topic, "OK", "email ops@example.com", "delivered"],
    [topic, "OK", "email late@example.com", "unconfirmed"],
    [nowhere, "INSUFFICIENT_DATA", undefined, "nowhere"],
  ]);
  expect(JSON.stringify(tested)).not.toContain("secret-token");
  const [webhook, alert] = posts.map(({ body }) => JSON.parse(body));
  expect(webhook).toEqual({ text: expect.stringMatching(/^TEST: ALARM: "bank retryable/), alarm: alarm.name, state: "ALARM" });
  expect(alert).toMatchObject([{ labels: { alertname: alarm.name, test: "true" } }]);
  expect(mails).toMatchObject([{ to: ["ops@example.com"], text: expect.stringContaining("This is a test") }]);
});

it("says what went wrong, and neither queues nor writes anything", async () => {
  const { parts, clock, state, waiting, history } = await openHouse();
  state.failure = "the target answered with status 403: no";
  const tested = await testActions(parts, clock, alarm);
  expect(tested).toMatchObject([
    { outcome: "failed", message: state.failure },
    { outcome: "failed", message: state.failure },
  ]);
  expect([await waiting(), await history()]).toEqual([0, []]);
});
