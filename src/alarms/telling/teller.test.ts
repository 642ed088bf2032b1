/** The queue of notifications: at least once, in order, bounded, told in the history. */
import { expect, it } from "vitest";
import { maximumQueued, waitAfter } from "./teller.ts";
import { alarm, keyStoreId, openTeller, target } from "./house.fixture.ts";

const settled = async (): Promise<void> => {
  for (let i = 0; i < 200; i++) await Promise.resolve();
};

it("tells each channel of a target once, and the alarm's history of it", async () => {
  const { teller, queue, posts, history, waiting } = openTeller([
    { type: "webhook", url: "https://example.com/a" },
    { type: "webhook", url: "https://example.com/b" },
  ]);
  await queue();
  await teller().look();
  expect(posts.map(({ url }) => url).sort()).toEqual(["https://example.com/a", "https://example.com/b"]);
  expect(await history()).toEqual(Array.from({ length: 2 }, () => `Successfully executed action ${target}`));
  expect(await waiting()).toBe(0);
});

it("keeps what is not taken over a restart, waits longer after each failure, and repeats the message's id", async () => {
  const { teller, queue, posts, state, clock, waiting, resources } = openTeller();
  await queue();
  state.failure = "connection refused";
  for (let failures = 1; failures <= 3; failures++) {
    await teller().look();
    await clock.advance(waitAfter(failures) - 1);
    await teller().look();
    expect((await resources.list("delivery")).map(({ value }) => value.failures)).toEqual([failures]);
    await clock.advance(1);
  }
  state.failure = undefined;
  await teller().look();
  expect(posts.map(({ headers }) => headers["x-message-id"])).toEqual(["11111111-2222-4333-8444-555555555555"]);
  expect(await waiting()).toBe(0);
});

it("gives up after six hours, and says so in the history", async () => {
  const { teller, queue, state, clock, history, waiting } = openTeller();
  await queue();
  state.failure = "the target answered with status 500: ";
  const running = teller();
  await running.look();
  await clock.advance(6 * 3_600_000 + 1);
  await running.look();
  expect(await waiting()).toBe(0);
  expect(await history()).toEqual([`Failed to execute action ${target}. Received error: "the target answered with status 500: "`]);
});

it("tells one receiver things in their order, though the first has to be tried again", async () => {
  const { teller, queue, state, clock, posts } = openTeller([{ type: "webhook", url: "https://example.com/a", body: "${message}" }]);
  await queue({ notice: { kind: "message", message: "first" } });
  await clock.advance(1);
  await queue({ notice: { kind: "message", message: "second" } });
  state.failure = "no";
  const running = teller();
  await running.look();
  state.failure = undefined;
  await running.look();
  expect(posts).toEqual([]);
  await clock.advance(1000);
  await running.look();
  expect(posts.map(({ body }) => body)).toEqual(['"first"', '"second"']);
});

it("lets a slow receiver hold up none but itself", async () => {
  const slow = "https://example.com/slow";
  const { teller, queue, posts, state, waiting } = openTeller([
    { type: "webhook", url: slow },
    { type: "webhook", url: "https://example.com/quick" },
  ]);
  let release = (): void => {};
  state.hold = ({ url }) => (url === slow ? new Promise((resolve) => (release = resolve)) : undefined);
  const running = teller();
  await queue();
  const first = running.look();
  await settled();
  await queue();
  const second = running.look();
  await settled();
  expect(posts.map(({ url }) => url)).toEqual(["https://example.com/quick", "https://example.com/quick"]);
  state.hold = undefined;
  release();
  await Promise.all([first, second]);
  expect(posts.filter(({ url }) => url === slow)).toHaveLength(2);
  expect(await waiting()).toBe(0);
});

it("says when a target leads nowhere", async () => {
  const { teller, queue, history } = openTeller();
  const nowhere = "arn:aws:sns:us-east-1:123456789012:nowhere";
  await queue({ target: nowhere });
  await teller().look();
  expect(await history()).toEqual([
    `Failed to execute action ${nowhere}. Received error: "${nowhere} is no topic and leads to no channel"`,
  ]);
});

it("holds no more than its bound, the oldest go", async () => {
  const { teller, resources, state, waiting } = openTeller();
  state.failure = "no";
  await resources.write(
    Array.from({ length: maximumQueued + 3 }, (_, i) => ({
      kind: "delivery" as const,
      id: String(i).padStart(15, "0"),
      value: {
        at: i,
        target,
        to: { channel: 0 },
        notice: { kind: "message" as const, message: String(i) },
        messageId: String(i),
        failures: 1,
        notBefore: Number.MAX_SAFE_INTEGER,
      },
    })),
  );
  await teller().look();
  expect(await waiting()).toBe(maximumQueued);
  expect((await resources.list("delivery", { limit: 1 }))[0]?.value.messageId).toBe("3");
});

it("tells of a composite alarm what its children are about", async () => {
  const { teller, queue, posts, resources, clock } = openTeller();
  await resources.write([{ kind: "alarm", id: alarm.name, value: alarm }]);
  const { queries: _, ...settings } = alarm as Extract<typeof alarm, { type: "metric" }>;
  const composite = { ...settings, type: "composite" as const, name: "both", rule: `ALARM("${alarm.name}")` };
  const status = { state: "ALARM" as const, reason: "", updatedAt: clock.now(), transitionedAt: clock.now() };
  await queue({ notice: { kind: "alarm", alarm: composite, status, before: "OK" } });
  await teller().look();
  expect(JSON.parse(posts[0]?.body ?? "{}")).toMatchObject({ AlarmName: "both", Xkswatch: { KeyStoreId: keyStoreId } });
});
