import { expect, it, vi } from "vitest";
import { finishRotation, startRotation } from "./administration.ts";
import type { ProxyConfigurationFile } from "./credentials.ts";
import { ProxyUnderTest } from "./proxy-under-test.fixture.ts";

vi.setConfig({ testTimeout: 60_000 });

const perSecond = 500;
const calls = 1500;

it("rotates credentials at 500 calls a second without one failure", async () => {
  const under = await ProxyUnderTest.start();
  let file = under.file;
  const underWay = new Map<ProxyConfigurationFile, number>();
  const statuses = new Map<number | string, number>();
  const count = <K>(map: Map<K, number>, key: K, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);
  const ended: Promise<void>[] = [];
  const call = (): void => {
    const signedFor = file;
    count(underWay, signedFor, 1);
    const outcome = under.health(signedFor).then(
      ({ status }) => status,
      (error: unknown) => String(error),
    );
    ended.push(
      outcome.then((status) => {
        count(underWay, signedFor, -1);
        count(statuses, status, 1);
      }),
    );
  };
  const reached = (sent: number) => vi.waitUntil(() => ended.length >= sent, { timeout: 50_000, interval: 2 });
  // Open loop: a call goes out when it is due, whatever became of those before it.
  const start = performance.now();
  const paced = setInterval(() => {
    const due = Math.min(calls, Math.floor(((performance.now() - start) / 1000) * perSecond));
    while (ended.length < due) call();
  }, 1);
  for (let rotation = 1; rotation <= 3; rotation++) {
    await reached(rotation * 400 - 200);
    const older = file;
    file = startRotation(under.folder, "demo");
    await reached(rotation * 400);
    // As for a key store: calls that were signed with the older credential end before it goes.
    await vi.waitUntil(() => underWay.get(older) === 0, { timeout: 20_000, interval: 2 });
    finishRotation(under.folder, "demo");
    process.emit("SIGHUP");
  }
  await reached(calls);
  clearInterval(paced);
  await Promise.all(ended);
  expect(Object.fromEntries(statuses)).toEqual({ 200: calls });
  await under.close();
});
