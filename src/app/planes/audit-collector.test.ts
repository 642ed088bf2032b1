import { expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { structure } from "../../lib/schema.ts";
import { startAuditCollector } from "./audit-collector.ts";

const call = (requestId: string) =>
  ({
    requestId,
    service: { signingName: "kms" },
    operation: { name: "ListKeys", input: structure("ListKeysRequest", {}) },
    caller: { arn: "arn:aws:iam::1:user/ana", accountId: "1", role: "user", by: "signature", remoteAddress: "" },
    request: { headers: {} },
    input: {},
  }) as const;

it("keeps lines until they go out, in order, and says how many it had to drop", async () => {
  const clock = new ManualClock();
  const sent: string[] = [];
  let away = true;
  const collector = startAuditCollector({
    clock,
    region: "us-east-1",
    newEventId: () => "e",
    send: (lines) => {
      if (!away) sent.push(...Buffer.from(lines.bytes).toString("utf8").trimEnd().split("\n"));
      return !away;
    },
  });
  for (let i = 0; i < 50_007; i++) collector.record(call(String(i)));
  await clock.advance(1000);
  expect(sent).toEqual([]);
  away = false;
  await clock.advance(100);
  expect(sent).toHaveLength(50_001);
  expect(JSON.parse(sent[49_999] ?? "")).toMatchObject({ requestID: "49999", eventName: "ListKeys" });
  expect(JSON.parse(sent.at(-1) ?? "")).toMatchObject({ eventName: "AuditEventsDropped", count: 7 });
  collector.record(call("last"));
  collector.stop();
  expect(sent.at(-1)).toContain('"requestID":"last"');
});
