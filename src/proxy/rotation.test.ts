import { expect, it, vi } from "vitest";
import { finishRotation, startRotation } from "./administration.ts";
import { ProxyUnderTest } from "./proxy-under-test.fixture.ts";

vi.setConfig({ testTimeout: 30_000 });

it("rotates credentials under load without one failure", async () => {
  const under = await ProxyUnderTest.start();
  let file = under.file;
  let going = true;
  const statuses = new Map<number, number>();
  const caller = async () => {
    while (going) {
      const { status } = await under.health(file);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const callers = Array.from({ length: 4 }, caller);
  const reached = async (count: number) => vi.waitUntil(() => (statuses.get(200) ?? 0) >= count, { timeout: 20_000, interval: 5 });
  for (let rotation = 1; rotation <= 3; rotation++) {
    await reached(rotation * 100 - 50);
    const newer = startRotation(under.folder, "demo");
    file = newer;
    // Calls under way with the older credentials end before those go.
    await reached(rotation * 100);
    finishRotation(under.folder, "demo");
    process.emit("SIGHUP");
  }
  going = false;
  await Promise.all(callers);
  expect([...statuses.keys()]).toEqual([200]);
  await under.close();
});
