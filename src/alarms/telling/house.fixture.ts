/** A teller over stores in memory, with a poster and a mailer that remember. */
import { ManualClock } from "../../lib/clock.ts";
import type { Alarm, AlarmStatus } from "../../model/alarm.ts";
import type { Delivery } from "../../model/topic.ts";
import { MemoryInteractionLog } from "../../store/memory-interaction-log.ts";
import { MemoryMetricStore } from "../../store/memory-metric-store.ts";
import { MemoryResourceStore } from "../../store/memory-resource-store.ts";
import { timeOrderedIds } from "../alarm-book.ts";
import { type Channel } from "./channel.ts";
import type { Mail } from "./notifier.ts";
import type { Post } from "./post.ts";
import type { Signer } from "./signing.ts";
import { Teller } from "./teller.ts";

export const target = "arn:aws:sns:us-east-1:123456789012:ops";
export const keyStoreId = "cks-1234567890abcdef0";

export const alarm: Alarm = {
  type: "metric",
  name: "bank retryable errors",
  description: "The proxy did not answer.",
  actionsEnabled: true,
  actions: { OK: [], ALARM: [target], INSUFFICIENT_DATA: [] },
  configurationUpdatedAt: 0,
  queries: [
    {
      id: "q1",
      expression: `SELECT SUM(XksProxyErrors) FROM SCHEMA("AWS/KMS") WHERE CustomKeyStoreId = '${keyStoreId}'`,
      returnData: true,
    },
  ],
  periodSeconds: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 5,
};

const signer: Signer = { certificate: "PEM", certificatePath: "/cert.pem", sign: (text, version) => `v${version}:${text.length}` };

export function openTeller(channels: readonly Channel[] = [{ type: "webhook", url: "https://example.com/hook" }]) {
  const clock = new ManualClock();
  const resources = new MemoryResourceStore();
  const metrics = new MemoryMetricStore({ clock });
  const interactions = new MemoryInteractionLog();
  const posts: Post[] = [];
  const errors: unknown[] = [];
  const mails: Mail[] = [];
  const state = {
    failure: undefined as string | undefined,
    /** A post that is held up until the promise resolves. */
    hold: undefined as ((post: Post) => Promise<void> | undefined) | undefined,
  };
  const parts = {
    resources,
    channels: new Map([[target, channels]]),
    tools: {
      post: async (post: Post) => {
        await state.hold?.(post);
        if (state.failure !== undefined) throw new Error(state.failure);
        posts.push(post);
      },
      mail: async (mail: Mail) => void mails.push(mail),
      signer,
      clock,
      installation: { region: "us-east-1", accountId: "123456789012" },
      address: "http://127.0.0.1:8420",
    },
    findings: { metrics, interactions, resources, address: "http://127.0.0.1:8420" },
    clock,
    log: { error: (fields: unknown) => void errors.push(fields), warn: () => undefined },
  };
  const newId = timeOrderedIds(clock);
  return {
    clock,
    resources,
    metrics,
    interactions,
    posts,
    /** What the log was told of unexpected errors. */
    errors,
    mails,
    state,
    parts,
    /** A new process over the same stores. */
    teller: () => new Teller(parts),
    async queue(members: Partial<Delivery> = {}) {
      const now = clock.now();
      const status: AlarmStatus = { state: "ALARM", reason: "Threshold Crossed: …", updatedAt: now, transitionedAt: now };
      const delivery: Delivery = {
        at: now,
        target,
        notice: { kind: "alarm", alarm, status, before: "OK" },
        messageId: "11111111-2222-4333-8444-555555555555",
        failures: 0,
        notBefore: 0,
        ...members,
      };
      await resources.write([{ kind: "delivery", id: newId(delivery.at), value: delivery }]);
    },
    history: async () => (await resources.list("alarm-history")).map(({ value }) => value.summary),
    waiting: async () => (await resources.list("delivery")).length,
  };
}
