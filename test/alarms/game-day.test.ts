/**
 * The game day on a clock of its own: an hour of ordinary traffic with its few single failures, in which no recommended alarm
 * fires, then twelve faults at once, each seen by its alarm, and all well again when they end.
 */
import {
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutCompositeAlarmCommandInput,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { beforeAll, expect, it } from "vitest";
import { AlarmEngine } from "../../src/alarms/engine.ts";
import { recommendedAlarms } from "../../src/alarms/recommended.ts";
import { openCloudWatch } from "../../src/cloudwatch/through-the-door.fixture.ts";
import type { XksExceptionName } from "../../src/model/xks-failures.ts";
import type { KeyManagerState } from "../../src/model/health-check.ts";
import { Recorder } from "../../src/recorder/recorder.ts";
import { alarmNameOf, gameDayFaults, type GameDayName, tells } from "../support/game-day.ts";

/** What a fault looks like from this side. */
interface Look {
  readonly exceptionName?: XksExceptionName;
  /** Of the requests that have the exception; 1 where absent. */
  readonly share?: number;
  readonly latencyMs?: number;
  readonly isThrottled?: true;
  readonly healthChecksToo?: true;
  readonly keyManagers?: Readonly<Record<KeyManagerState, number>>;
  readonly daysToExpire?: number;
}

const looks: Readonly<Record<GameDayName, Look>> = {
  silent: { exceptionName: "XksProxyUnreachableException", latencyMs: 500, healthChecksToo: true },
  reset: { exceptionName: "XksProxyUnreachableException", latencyMs: 2, healthChecksToo: true },
  slow: { latencyMs: 235 },
  broken: { exceptionName: "InternalException" },
  burning: { exceptionName: "DependencyTimeoutException", share: 0.2 },
  credentials: { exceptionName: "AuthenticationFailedException" },
  page: { exceptionName: "ValidationException" },
  integrity: { exceptionName: "ValidationException" },
  quota: { isThrottled: true },
  degraded: { keyManagers: { Active: 1, Degraded: 1, Unavailable: 0 } },
  unavailable: { keyManagers: { Active: 1, Degraded: 0, Unavailable: 1 } },
  certificate: { daysToExpire: 5 },
};

const callsPerSecond = 4;
const day = 86_400_000;
const house = openCloudWatch();
const { clock, metrics, resources, alarms: book } = house;
const engine = new AlarmEngine({
  book,
  metrics,
  resources,
  clock,
  log: { error: (fields: unknown) => failures.push(fields) },
  installation: { region: "us-east-1", accountId: "123456789012" },
});
const recorder = new Recorder();
const failures: unknown[] = [];
/** 0 to 1. */
const chance = (): number => Buffer.from(clock.randomBytes(4)).readUInt32BE() / 2 ** 32;

function call(name: GameDayName, look: Look): void {
  const at = clock.now();
  const operation = chance() < 0.5 ? "Encrypt" : "Decrypt";
  const common = { at, keyStoreId: name, callerArn: "arn" };
  const throttled = look.isThrottled && chance() < 0.75;
  // Now and then one request fails by itself: that is no reason to wake anybody.
  const single: XksExceptionName | undefined =
    chance() < 0.0002 ? "XksProxyUnreachableException" : chance() < 0.0002 ? "KeyNotFoundException" : undefined;
  const exceptionName = look.exceptionName && chance() < (look.share ?? 1) ? look.exceptionName : single;
  recorder.kmsRequest({
    ...common,
    operation,
    keyArn: `arn:${name}`,
    requestId: "",
    outcome: throttled ? "throttled" : exceptionName ? "failed" : "succeeded",
  });
  if (throttled) return;
  recorder.interaction({
    ...common,
    kmsOperation: operation,
    xksOperation: operation,
    kmsRequestId: "",
    latencyMs: look.latencyMs ?? 8 + 8 * chance() + (chance() < 0.01 ? 100 * chance() : 0),
    attempts: [],
    ...(exceptionName && { failure: { exceptionName, detail: "" } }),
  });
}

function checkHealth(name: GameDayName, look: Look): void {
  const at = clock.now();
  const failed = look.healthChecksToo && look.exceptionName;
  recorder.interaction({
    at,
    keyStoreId: name,
    kmsOperation: "KmsHealthCheck",
    xksOperation: "GetHealthStatus",
    kmsRequestId: "",
    latencyMs: look.healthChecksToo ? (look.latencyMs ?? 9) : 9,
    attempts: [],
    ...(failed && { failure: { exceptionName: failed, detail: "" } }),
  });
  recorder.healthCheck({
    at,
    keyStoreId: name,
    credentialSetAt: at - 30 * day,
    certificate: {
      name: `${name}.example.com`,
      alternativeNames: [],
      issuer: "CA",
      serialNumber: "1",
      fingerprint256: "",
      validFrom: 0,
      validTo: at + (look.daysToExpire ?? 300) * day + 1000,
    },
    ...(!failed && { keyManagers: look.keyManagers ?? { Active: 2, Degraded: 0, Unavailable: 0 } }),
  });
}

/** Plays seconds; `each` is called after each round of the alarms with those that are in ALARM. */
async function play(seconds: number, faulty: boolean, each: (firing: readonly string[]) => void): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    const second = Math.floor(clock.now() / 1000);
    for (const [place, { name }] of gameDayFaults.entries()) {
      const look = faulty ? looks[name] : {};
      for (let calls = 0; calls < callsPerSecond; calls++) call(name, look);
      if (second % 60 === place * 5) checkHealth(name, look);
    }
    await clock.advance(1000);
    await metrics.merge(recorder.closeSecond(clock.now()));
    // Half a second more than it takes a second's data to settle.
    if (second % 10 !== 1) continue;
    await engine.look();
    each([...(await book.entries())].filter(([, { status }]) => status.state === "ALARM").map(([name]) => name));
  }
}

const quiet = new Set<string>();
/** Seconds from a fault's beginning until its alarm fired, by the fault's name. */
const seenAfter = new Map<string, number>();
const later = new Set<string>();

beforeAll(async () => {
  const aws = house.client();
  for (const { name } of gameDayFaults) {
    for (const alarm of recommendedAlarms({ keyStoreId: name, name, notify: [] })) {
      if (alarm.type === "metric") await aws.send(new PutMetricAlarmCommand(alarm.input as PutMetricAlarmCommandInput));
      else await aws.send(new PutCompositeAlarmCommand(alarm.input as PutCompositeAlarmCommandInput));
    }
  }
  await play(3600, false, (firing) => firing.forEach((name) => quiet.add(name)));
  const began = clock.now();
  await play(600, true, (firing) => {
    for (const fault of gameDayFaults) {
      if (!seenAfter.has(fault.name) && firing.includes(alarmNameOf(fault))) seenAfter.set(fault.name, (clock.now() - began) / 1000);
    }
  });
  await play(900, false, (firing) => {
    later.clear();
    for (const name of firing) if (tells(name)) later.add(name);
  });
}, 120_000);

it("no alarm fires in an hour of quiet, and nothing failed meanwhile", () => {
  expect([...quiet]).toEqual([]);
  expect(failures).toEqual([]);
});

it.each(gameDayFaults)("$sentence: seen by $seenBy", ({ name, seenBy }) => {
  // A full period and its settling, and for averages over five minutes most of those.
  const limit = { "response-time-out-encrypt": 302, "reliability-budget": 302 }[seenBy as string] ?? 125;
  expect(seenAfter.get(name)).toBeLessThanOrEqual(limit);
});

it("a quarter of an hour after their end no alarm fires that tells anybody", () => {
  expect([...later]).toEqual([]);
});
