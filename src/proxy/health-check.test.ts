import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import { maximumHealthAgeMs } from "../xks/operations.ts";
import { HealthCheck } from "./health-check.ts";
import type { KeyManager, KeyManagerInstance } from "./key-manager.ts";

let clock: ManualClock;
let answers: "at once" | "never";
let asked: number;
const active: KeyManagerInstance = { id: "one", model: "m", healthStatus: "ACTIVE" };

beforeEach(() => {
  clock = new ManualClock();
  answers = "at once";
  asked = 0;
});

function healthCheck(): HealthCheck {
  const unused = () => Promise.reject(new Error("not used"));
  const manager: KeyManager = {
    vendor: "v",
    encrypt: unused,
    decrypt: unused,
    getKeyMetadata: unused,
    checkHealth: () => {
      asked += 1;
      return answers === "never" ? new Promise<never>(() => undefined) : Promise.resolve([active]);
    },
    close: async () => undefined,
  };
  return new HealthCheck(manager, clock);
}

/** Asks while time goes on. */
async function ask(check: HealthCheck): Promise<string> {
  const instances = check.instances();
  await clock.advance(200);
  return (await instances).map(({ id, healthStatus }) => `${id} ${healthStatus}`).join();
}

describe("HealthCheck", () => {
  it("really uses the manager, once for questions that come together", async () => {
    const check = healthCheck();
    expect(await ask(check)).toBe("one ACTIVE");
    expect(await ask(check)).toBe("one ACTIVE");
    expect(asked).toBe(1);
  });

  it("uses it again for a question that comes later, and by itself", async () => {
    const check = healthCheck();
    await ask(check);
    await clock.advance(3_000);
    await ask(check);
    expect(asked).toBe(2);
    await clock.advance(30_000);
    expect(asked).toBe(4);
  });

  it("answers a manager's last result while that one hangs, for a minute at most", async () => {
    const check = healthCheck();
    await ask(check);
    answers = "never";
    await clock.advance(maximumHealthAgeMs - 1_000);
    expect(await ask(check)).toBe("one ACTIVE");
    await clock.advance(2_000);
    expect(await ask(check)).toBe("one UNAVAILABLE");
    const works = check.works();
    await clock.advance(200);
    expect(await works).toBe(false);
  });

  it("says UNAVAILABLE of a manager that never answered", async () => {
    answers = "never";
    expect(await ask(healthCheck())).toBe("key-manager UNAVAILABLE");
  });

  it("asks no more once closed", async () => {
    const check = healthCheck();
    check.close();
    await clock.advance(60_000);
    expect(asked).toBe(0);
  });
});
