import { beforeEach, describe, expect, it } from "vitest";
import { connectCustomKeyStore } from "./connect-custom-key-store.ts";
import { connectionErrorCodeOf, failureOf, xksExceptionNames } from "../../model/xks-failures.ts";
import { connectionHistory, type FakeHouse, fakeHouse, healthyAnswer, newStoreInput, placeKeyStore } from "./fake-house.fixture.ts";
import { createCustomKeyStore } from "./create-custom-key-store.ts";
import { describeCustomKeyStores } from "./describe-custom-key-stores.ts";
import { disconnectCustomKeyStore } from "./disconnect-custom-key-store.ts";
import { NoDataPlane } from "../data-planes.ts";
import { XksError } from "../../xks/calls.ts";

let house: FakeHouse;
beforeEach(() => {
  house = fakeHouse();
});

const failing = (name: (typeof xksExceptionNames)[number]) =>
  Promise.reject(
    new XksError({ exceptionName: name, detail: "told to" }, name === "XksProxyUnreachableException" ? "time-out" : undefined),
  );
const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const create = async (changes: Partial<Parameters<typeof createCustomKeyStore.handle>[0]> = {}) =>
  (await createCustomKeyStore.handle({ ...newStoreInput, ...changes }, house.call())).CustomKeyStoreId ?? "";
const describeOne = async (id: string) =>
  (await describeCustomKeyStores.handle({ CustomKeyStoreId: id }, house.call())).CustomKeyStores?.[0];

describe("CreateCustomKeyStore", () => {
  it("asks the proxy for its health with the new values, keeps the store and shows it DISCONNECTED", async () => {
    const id = await create();
    expect(id).toMatch(/^cks-[0-9a-f]{17}$/);
    expect(house.dataPlanes.asked).toMatchObject([
      { target: { keyStoreId: id, uriEndpoint: "https://one.xks.example.com" }, purpose: { kmsOperation: "CreateCustomKeyStore" } },
    ]);
    expect(await describeOne(id)).toEqual({
      CustomKeyStoreId: id,
      CustomKeyStoreName: "store-one",
      ConnectionState: "DISCONNECTED",
      CreationDate: house.clock.now() / 1000,
      CustomKeyStoreType: "EXTERNAL_KEY_STORE",
      XksProxyConfiguration: {
        Connectivity: "PUBLIC_ENDPOINT",
        AccessKeyId: "ABCDEFGHIJKLMNOPQRST",
        UriEndpoint: "https://one.xks.example.com",
        UriPath: "/one/kms/xks/v1",
      },
    });
    expect(house.dataPlanes.published.flat()).toMatchObject([{ table: "key-store", id }]);
  });

  it.each(xksExceptionNames)("answers a proxy's %s by the exception table and keeps nothing", async (name) => {
    house.dataPlanes.health = () => failing(name);
    const expected = failureOf(name, "create-key-store", name === "XksProxyUnreachableException" ? "time-out" : undefined);
    await expect(create()).rejects.toThrow(error(expected.exception, expected.message));
    expect(await house.context.resources.list("key-store")).toEqual([]);
  });

  it("refuses a proxy all of whose key managers are unavailable", async () => {
    house.dataPlanes.health = () =>
      Promise.resolve({ ...healthyAnswer, ekmFleetDetails: [{ id: "one", model: "HSM", state: "Unavailable" }] });
    await expect(create()).rejects.toThrow(
      error(
        "XksProxyUriUnreachableException",
        "The external key store proxy is in an unhealthy state. If you see this message repeatedly, notify your external key store proxy administrator.",
      ),
    );
  });

  it("says that it timed out when there is no data plane to ask with", async () => {
    house.dataPlanes.health = () => Promise.reject(new NoDataPlane());
    await expect(create()).rejects.toThrow(error("DependencyTimeoutException"));
  });

  it("refuses names, addresses and services that are taken, without calling the proxy", async () => {
    await create();
    const asked = house.dataPlanes.asked.length;
    await expect(create()).rejects.toThrow(error("CustomKeyStoreNameInUseException"));
    await expect(create({ CustomKeyStoreName: "two", XksProxyUriEndpoint: "https://ONE.xks.example.com" })).rejects.toThrow(
      error("XksProxyUriInUseException"),
    );
    const service = {
      XksProxyConnectivity: "VPC_ENDPOINT_SERVICE",
      XksProxyVpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1234",
    } as const;
    await expect(create({ CustomKeyStoreName: "two", XksProxyUriPath: "/two/kms/xks/v1", ...service })).rejects.toThrow(
      error("XksProxyUriEndpointInUseException"),
    );
    await create({ CustomKeyStoreName: "two", XksProxyUriEndpoint: "https://two.xks.example.com", ...service });
    await expect(create({ CustomKeyStoreName: "three", XksProxyUriEndpoint: "https://three.xks.example.com", ...service })).rejects.toThrow(
      error("XksProxyVpcEndpointServiceInUseException"),
    );
    expect(house.dataPlanes.asked).toHaveLength(asked);
  });

  it("keeps one of two that are created at the same moment with the same name", async () => {
    const ends = await Promise.allSettled([create(), create({ XksProxyUriPath: "/two/kms/xks/v1" })]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it.each([
    [{ XksProxyConnectivity: undefined }, "ValidationException"],
    [{ XksProxyUriEndpoint: undefined }, "ValidationException"],
    [{ XksProxyUriPath: undefined }, "ValidationException"],
    [{ XksProxyAuthenticationCredential: undefined }, "ValidationException"],
    [{ XksProxyUriEndpoint: "https://one.example.com:70000" }, "ValidationException"],
    [{ XksProxyConnectivity: "VPC_ENDPOINT_SERVICE" }, "ValidationException"],
    [{ XksProxyVpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1234" }, "ValidationException"],
    [{ CloudHsmClusterId: "cluster-abcdefghijk" }, "ValidationException"],
    [{ CustomKeyStoreType: undefined }, "ValidationException"],
    [
      { CustomKeyStoreType: undefined, CloudHsmClusterId: "cluster-abcdefghijk", TrustAnchorCertificate: "x", KeyStorePassword: "kmsPswd" },
      "CloudHsmClusterNotFoundException",
    ],
    [
      { XksProxyConnectivity: "VPC_ENDPOINT_SERVICE", XksProxyVpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-9" },
      "XksProxyVpcEndpointServiceNotFoundException",
    ],
  ] as const)("refuses %j with %s", async (changes, code) => {
    const input = { ...newStoreInput, ...changes } as Parameters<typeof createCustomKeyStore.handle>[0];
    await expect(createCustomKeyStore.handle(input, house.call())).rejects.toThrow(error(code));
  });
});

describe("DescribeCustomKeyStores", () => {
  it("answers an unknown id or name with CustomKeyStoreNotFoundException without a message", async () => {
    for (const input of [{ CustomKeyStoreId: "cks-0" }, { CustomKeyStoreName: "none" }]) {
      await expect(async () => describeCustomKeyStores.handle(input, house.call())).rejects.toThrow(
        error("CustomKeyStoreNotFoundException", ""),
      );
    }
  });

  it("hands all out once, in pages", async () => {
    for (let i = 0; i < 5; i++) {
      await placeKeyStore(house, { id: `cks-0000000000000000${i}`, name: `store ${i}`, uriPath: `/${i}/kms/xks/v1` });
    }
    const names: (string | undefined)[] = [];
    let marker: string | undefined;
    for (let pages = 1; ; pages++) {
      const answer = await describeCustomKeyStores.handle({ Limit: 2, ...(marker === undefined ? {} : { Marker: marker }) }, house.call());
      names.push(...(answer.CustomKeyStores ?? []).map((store) => store.CustomKeyStoreName));
      expect(answer.Truncated).toBe(pages < 3);
      if (answer.NextMarker === undefined) break;
      marker = answer.NextMarker;
    }
    expect(names).toEqual(["store 0", "store 1", "store 2", "store 3", "store 4"]);
    await expect(async () => describeCustomKeyStores.handle({ Marker: "bogus" }, house.call())).rejects.toThrow(
      error("InvalidMarkerException"),
    );
  });
});

describe("connecting", () => {
  const connect = (id: string) => connectCustomKeyStore.handle({ CustomKeyStoreId: id }, house.call());
  const disconnect = (id: string) => disconnectCustomKeyStore.handle({ CustomKeyStoreId: id }, house.call());
  const state = async (id: string) => {
    const store = await describeOne(id);
    return store?.ConnectionErrorCode ?? store?.ConnectionState;
  };

  it("answers at once with CONNECTING, and becomes CONNECTED when the proxy is well", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await connect(id);
    expect(await state(id)).toBe("CONNECTING");
    await house.clock.advance(0);
    expect(await state(id)).toBe("CONNECTED");
    expect(house.dataPlanes.asked).toMatchObject([{ purpose: { kmsOperation: "ConnectCustomKeyStore" } }]);
    expect(await connectionHistory(house, id)).toEqual(["CONNECTING", "CONNECTED"]);
    expect(house.context.directory.keyStore(id)?.firstConnectedAt).toBe(house.clock.now() + 2);
  });

  it.each(xksExceptionNames)("fails with the code for %s, and wants to be disconnected before it is tried again", async (name) => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    house.dataPlanes.health = () => failing(name);
    await connect(id);
    await house.clock.advance(0);
    expect(await state(id)).toBe(connectionErrorCodeOf(name, name === "XksProxyUnreachableException" ? "time-out" : undefined));
    await expect(connect(id)).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    await disconnect(id);
    expect(await state(id)).toBe("DISCONNECTED");
    house.dataPlanes.health = () => Promise.resolve(healthyAnswer);
    await connect(id);
    await house.clock.advance(0);
    expect(await state(id)).toBe("CONNECTED");
  });

  it("counts a proxy without any key manager as not reachable", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    house.dataPlanes.health = () =>
      Promise.resolve({ ...healthyAnswer, ekmFleetDetails: [{ id: "one", model: "HSM", state: "Unavailable" }] });
    await connect(id);
    await house.clock.advance(0);
    expect(await state(id)).toBe("XKS_PROXY_NOT_REACHABLE");
  });

  it("fails for a VPC endpoint service that is not known", async () => {
    const service = { connectivity: "VPC_ENDPOINT_SERVICE", vpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-9" } as const;
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED", ...service });
    await connect(id);
    await house.clock.advance(0);
    expect(await state(id)).toBe("XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND");
  });

  it("is called off by a disconnect, whatever the proxy then answers", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    let answer: (() => void) | undefined;
    house.dataPlanes.health = () => new Promise((resolve) => (answer = () => resolve(healthyAnswer)));
    await connect(id);
    await disconnect(id);
    answer?.();
    await house.clock.advance(0);
    expect(await state(id)).toBe("DISCONNECTED");
  });

  it("waits for a data plane and then goes on", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    house.dataPlanes.health = () => Promise.reject(new NoDataPlane());
    await connect(id);
    await house.clock.advance(1500);
    expect(await state(id)).toBe("CONNECTING");
    house.dataPlanes.health = () => Promise.resolve(healthyAnswer);
    await house.clock.advance(1000);
    expect(await state(id)).toBe("CONNECTED");
  });

  it("changes nothing on a store that is CONNECTED, and disconnects only what is not DISCONNECTED", async () => {
    const { id } = await placeKeyStore(house);
    await connect(id);
    expect(await state(id)).toBe("CONNECTED");
    await disconnect(id);
    await expect(disconnect(id)).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    await expect(connect("cks-none")).rejects.toThrow(error("CustomKeyStoreNotFoundException", ""));
  });
});
