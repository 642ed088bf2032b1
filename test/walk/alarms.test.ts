/** Alarms in the product as its user runs it: made by themselves, told whatever is killed, and tried by a command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DescribeAlarmsCommand, PutMetricAlarmCommand, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recommendedAlarms } from "../../src/alarms/recommended.ts";
import { cloudWatchClient } from "../support/clients.ts";
import { type Product, runCommand, startProduct, temporaryDirectory, until } from "../support/product.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";

const action = "arn:aws:sns:us-east-1:123456789012:ops";
const publicUrl = "https://watch.example.com";
let product: Product;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  const dataDirectory = temporaryDirectory();
  const channels = join(dataDirectory, "channels.json");
  writeFileSync(channels, JSON.stringify({ [action]: [{ type: "webhook", url: receiver.url }] }));
  const options = ["--channels", channels, "--recommended-alarms", action, "--public-url", publicUrl];
  product = await startProduct({ dataDirectory, options });
});
afterAll(async () => {
  await product?.kill();
  await receiver?.close();
});

const cloudWatch = () => cloudWatchClient(product);
const message = (body: string) => JSON.parse(body) as Record<string, unknown>;

describe("recommended alarms", () => {
  it("are made for a new key store by themselves, tell the target, and lead to the public address", async () => {
    const input = { AlarmTypes: ["MetricAlarm" as const, "CompositeAlarm" as const], MaxRecords: 100 };
    const described = async () => await cloudWatch().send(new DescribeAlarmsCommand(input));
    const count = recommendedAlarms({ keyStoreId: "cks-1", name: "demo", notify: [] }).length;
    await until(async () => {
      const { MetricAlarms: metric = [], CompositeAlarms: composite = [] } = await described();
      return metric.length + composite.length === count;
    });
    const { CompositeAlarms: [budget] = [] } = await described();
    expect(budget).toMatchObject({ AlarmName: "demo reliability budget", AlarmActions: [action], OKActions: [action] });

    const AlarmName = "demo retryable errors";
    const before = receiver.taken.length;
    await cloudWatch().send(new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "by hand" }));
    const told = await until(() => receiver.taken.slice(before).find(({ body }) => message(body)["NewStateReason"] === "by hand"));
    expect(message(told.body)).toMatchObject({
      AlarmName,
      NewStateValue: "ALARM",
      Xkswatch: { KeyStoreName: "demo", Console: expect.stringMatching(/^https:\/\/watch\.example\.com\/key-stores\/cks-/) as string },
    });
  });
});

describe("alarms test", () => {
  const test = () => runCommand(["alarms", "test", "demo throttling", "--data", product.dataDirectory]);

  it("tells the receivers at once and says how it went", async () => {
    const { status, output } = await test();
    expect([status, output]).toEqual([0, expect.stringMatching(/^delivered\s+ALARM\s+arn:aws:sns:us-east-1:123456789012:ops/)]);
    expect(message(receiver.taken.at(-1)?.body ?? "{}")).toMatchObject({ AlarmName: "demo throttling", Test: true });
    receiver.answer(403);
    const refused = await test();
    receiver.answer(200);
    expect([refused.status, refused.output]).toEqual([1, expect.stringContaining("status 403")]);
  });
});

describe("notifications queued through kill -9 of the management plane", () => {
  it("are told at least once each, none is lost", async () => {
    const AlarmName = "toggled";
    await cloudWatch().send(
      new PutMetricAlarmCommand({
        AlarmName,
        AlarmActions: [action],
        OKActions: [action],
        Namespace: "Walk",
        MetricName: "Nothing",
        Statistic: "Sum",
        // Is not evaluated again while this runs.
        Period: 3600,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "ignore",
      }),
    );
    receiver.answer(500);
    const acknowledged: string[] = [];
    const killed: number[] = [];
    for (let i = 0; i < 60; i++) {
      const [StateValue, StateReason]: [StateValue, string] = [i % 2 === 0 ? "ALARM" : "OK", `change ${i}`];
      // A call that met the kill may fail, and may have been done all the same: only what was acknowledged must be told.
      const done = cloudWatch()
        .send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason }))
        .then(() => acknowledged.push(StateReason))
        .catch(() => undefined);
      if (i % 20 === 10) {
        const pid = await until(() => product.childPid("management-plane"), 30_000);
        // Some while it queues, some while it sends.
        if (i > 20) receiver.answer(200);
        process.kill(pid, "SIGKILL");
        killed.push(pid);
      }
      await done;
    }
    receiver.answer(200);
    expect(killed).toHaveLength(3);
    expect(acknowledged.length).toBeGreaterThan(40);
    const told = (): Set<unknown> => new Set(receiver.taken.map(({ body }) => message(body)["NewStateReason"]));
    await until(() => {
      const known = told();
      return acknowledged.every((reason) => known.has(reason));
    }, 45_000);
    expect(receiver.attempts()).toBeGreaterThan(receiver.taken.length);
  });
});
