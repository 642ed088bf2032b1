/** Recommended alarms by themselves: for new key stores, once each, tried again after a failure. */
import { expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { MemoryResourceStore } from "../../store/memory-resource-store.ts";
import { forgetRecommending, Recommending } from "./recommending.ts";

function open(notify?: string) {
  const clock = new ManualClock();
  const resources = new MemoryResourceStore();
  const keyStores: { id: string; createdAt: number }[] = [];
  const calls: (readonly [string, unknown])[] = [];
  const state = { failure: undefined as Error | undefined };
  const administrator = {
    call: async <Output>(target: string, input: unknown): Promise<Output> => {
      calls.push([target.slice(target.indexOf(".") + 1), input]);
      if (state.failure) throw state.failure;
      const { KeyStore } = input as { KeyStore?: string };
      const Alarms = ["PutMetricAlarm", "PutCompositeAlarm"].map((Operation) => {
        const AlarmName = `${KeyStore} ${Operation}`;
        return { AlarmName, Operation, Input: JSON.stringify({ AlarmName }) };
      });
      return { Alarms, TopicArn: "arn:aws:sns:us-east-1:123456789012:xkswatch-alarms" } as Output;
    },
  };
  const log = { info: () => undefined, warn: () => undefined };
  const directory = { keyStores: () => keyStores };
  /** A new process over the same state. */
  const recommending = () => new Recommending({ clock, resources, administrator, directory, log, ...(notify !== undefined && { notify }) });
  const put = () => calls.filter(([name]) => name.startsWith("Put")).map(([, input]) => (input as { AlarmName: string }).AlarmName);
  return { clock, resources, keyStores, calls, state, recommending, put };
}

it("key stores that were there before are left alone, new ones get theirs within a second, once", async () => {
  const { clock, keyStores, recommending, put } = open();
  keyStores.push({ id: "old", createdAt: clock.now() - 1 });
  const running = recommending();
  running.start();
  await clock.advance(1000);
  keyStores.push({ id: "new", createdAt: clock.now() });
  await clock.advance(5000);
  expect(put()).toEqual(["new PutMetricAlarm", "new PutCompositeAlarm"]);
  await running.stop();
  const restarted = recommending();
  await restarted.look();
  expect(put()).toHaveLength(2);
});

it("a mail address becomes a subscription that the alarms tell", async () => {
  const { clock, keyStores, recommending, calls } = open("ops@example.com");
  keyStores.push({ id: "new", createdAt: clock.now() });
  await recommending().look();
  expect(calls.slice(0, 3)).toEqual([
    ["CreateTopic", { Name: "xkswatch-alarms" }],
    ["Subscribe", expect.objectContaining({ Protocol: "email", Endpoint: "ops@example.com" })],
    ["RecommendAlarms", { KeyStore: "new", Notify: ["arn:aws:sns:us-east-1:123456789012:xkswatch-alarms"] }],
  ]);
});

it("what could not be made is tried again a minute later", async () => {
  const { clock, keyStores, state, recommending, put, calls } = open();
  keyStores.push({ id: "new", createdAt: clock.now() });
  state.failure = new Error("no");
  const running = recommending();
  running.start();
  await clock.advance(30_000);
  expect(calls).toHaveLength(1);
  state.failure = undefined;
  await clock.advance(60_000);
  expect(put()).toHaveLength(2);
  await running.stop();
});

it("key stores that were made while it was not wished do not get them later", async () => {
  const { clock, resources, keyStores, recommending, put } = open();
  await recommending().look();
  await forgetRecommending(resources);
  keyStores.push({ id: "between", createdAt: clock.now() });
  await clock.advance(1000);
  await recommending().look();
  expect(put()).toEqual([]);
});
