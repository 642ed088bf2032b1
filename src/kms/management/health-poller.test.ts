import { beforeEach, describe, expect, it } from "vitest";
import { connectCustomKeyStore } from "./connect-custom-key-store.ts";
import { connectionEventId } from "./connection-state.ts";
import { connectionStates } from "../../model/key-store.ts";
import { type FakeHouse, fakeCertificate, fakeHouse, healthyAnswer, placeKeyStore } from "./fake-house.fixture.ts";
import { checkedStates } from "./health-poller.ts";
import { startKeyStoreLife } from "../management.ts";
import { XksError } from "../../xks/calls.ts";
import type { XksTarget } from "../../xks/calls.ts";

let house: FakeHouse;
beforeEach(() => {
  house = fakeHouse();
});

const unreachable = (certificate?: typeof fakeCertificate) =>
  Promise.reject(new XksError({ exceptionName: "XksProxyUnreachableException", detail: "told to" }, "no-tls", certificate));
const storeNumber = (n: number, changes = {}) =>
  placeKeyStore(house, {
    id: `cks-000000000000${n.toString(16).padStart(5, "0")}`,
    name: `store ${n}`,
    uriPath: `/${n}/kms/xks/v1`,
    ...changes,
  });

describe("the health poller", () => {
  it("checks right after the start and then once an interval, and tells the recorder what it learned", async () => {
    const store = await placeKeyStore(house);
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    expect(house.healthChecks).toEqual([
      {
        at: house.clock.now(),
        keyStoreId: store.id,
        certificate: fakeCertificate,
        credentialSetAt: store.credential.setAt,
        keyManagers: { Active: 1, Degraded: 1, Unavailable: 0 },
      },
    ]);
    expect(house.dataPlanes.asked).toMatchObject([{ purpose: { kmsOperation: "KmsHealthCheck" } }]);
    await house.clock.advance(600_000);
    expect(house.healthChecks.length).toBeGreaterThanOrEqual(10);
    expect(house.healthChecks.length).toBeLessThanOrEqual(11);
  });

  it.each(connectionStates)("on a store that is %s: only CONNECTED and FAILED ones are checked", async (connectionState) => {
    await placeKeyStore(house, { connectionState });
    house.dataPlanes.health = () => new Promise(() => {});
    startKeyStoreLife(house.context);
    await house.clock.advance(120_000);
    const checks = house.dataPlanes.asked.filter(({ purpose }) => purpose.kmsOperation === "KmsHealthCheck");
    expect(checks.length > 0).toBe(checkedStates.includes(connectionState));
  });

  it("checks right after connecting", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    startKeyStoreLife(house.context);
    await house.clock.advance(10_000);
    await connectCustomKeyStore.handle({ CustomKeyStoreId: id }, house.call());
    await house.clock.advance(0);
    expect(house.dataPlanes.asked.map(({ purpose }) => purpose.kmsOperation)).toEqual(["ConnectCustomKeyStore", "KmsHealthCheck"]);
  });

  it("goes on reporting the last certificate when the endpoint is no longer reached, also after a restart", async () => {
    const { id } = await placeKeyStore(house);
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    house.dataPlanes.health = () => unreachable();
    await house.clock.advance(120_000);
    expect(house.healthChecks.at(-1)).toMatchObject({ certificate: fakeCertificate });
    expect(house.healthChecks.at(-1)).not.toHaveProperty("keyManagers");
    expect((await house.context.resources.read("key-store-health", id))?.value).toMatchObject({
      failure: { exceptionName: "XksProxyUnreachableException" },
      lastCertificate: fakeCertificate,
    });
    const restarted = fakeHouse({ resources: house.context.resources });
    restarted.dataPlanes.health = () => unreachable();
    restarted.context.directory.replace(house.context.directory.snapshot());
    startKeyStoreLife(restarted.context);
    await restarted.clock.advance(0);
    expect(restarted.healthChecks).toMatchObject([{ certificate: fakeCertificate }]);
  });

  it("reports the certificate that it refused, for that is the one which is there", async () => {
    await placeKeyStore(house);
    const expired = { ...fakeCertificate, fingerprint256: "BB", validTo: 1 };
    house.dataPlanes.health = () => unreachable(expired);
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    expect(house.healthChecks).toMatchObject([{ certificate: expired }]);
  });

  it("lets no store's hang delay another's checks, and never has two of one store under way", async () => {
    const hanging = await storeNumber(1);
    const other = await storeNumber(2);
    house.dataPlanes.health = ({ keyStoreId }: XksTarget) =>
      keyStoreId === hanging.id ? new Promise(() => {}) : Promise.resolve(healthyAnswer);
    startKeyStoreLife(house.context);
    await house.clock.advance(600_000);
    expect(house.dataPlanes.asked.filter(({ target }) => target.keyStoreId === hanging.id)).toHaveLength(1);
    expect(house.healthChecks.filter(({ keyStoreId }) => keyStoreId === other.id).length).toBeGreaterThanOrEqual(10);
  });

  it("spreads many stores over the interval", async () => {
    for (let n = 0; n < 64; n++) await storeNumber(n, { id: `cks-00000000000${(n * 0x40000).toString(16).padStart(6, "0")}` });
    startKeyStoreLife(house.context);
    await house.clock.advance(120_000);
    house.dataPlanes.asked.length = 0;
    let most = 0;
    for (let second = 0; second < 60; second++) {
      const before = house.dataPlanes.asked.length;
      await house.clock.advance(1000);
      most = Math.max(most, house.dataPlanes.asked.length - before);
    }
    expect(house.dataPlanes.asked).toHaveLength(64);
    expect(most).toBeLessThanOrEqual(3);
  });

  it("says nothing of a store that was disconnected or deleted while it was checked", async () => {
    const { id } = await placeKeyStore(house);
    let answer: (() => void) | undefined;
    house.dataPlanes.health = () => new Promise((resolve) => (answer = () => resolve(healthyAnswer)));
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    await house.context.commits.transact(() => Promise.resolve([{ kind: "key-store", id, value: undefined }]));
    answer?.();
    await house.clock.advance(0);
    expect(house.healthChecks).toEqual([]);
    expect(await house.context.resources.list("key-store-health")).toEqual([]);
  });

  it("stops", async () => {
    await placeKeyStore(house);
    const life = startKeyStoreLife(house.context);
    await house.clock.advance(0);
    life.stop();
    await house.clock.advance(600_000);
    expect(house.healthChecks).toHaveLength(1);
  });
});

describe("after a restart", () => {
  it("a store left CONNECTING is connected", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "CONNECTING" });
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    expect(house.context.directory.keyStore(id)?.connectionState).toBe("CONNECTED");
  });

  it("connection events older than the metrics go", async () => {
    const { id } = await placeKeyStore(house);
    const event = (at: number) => ({ keyStoreId: id, at, state: "CONNECTED" as const });
    const events = [event(house.clock.now() - 456 * 86_400_000), event(house.clock.now() - 454 * 86_400_000)];
    await house.context.resources.write(
      events.map((value) => ({ kind: "connection-event" as const, id: connectionEventId(value), value })),
    );
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    expect((await house.context.resources.list("connection-event")).map(({ value }) => value)).toEqual(events.slice(1));
  });
});
