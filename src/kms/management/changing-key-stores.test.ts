import { beforeEach, describe, expect, it } from "vitest";
import { deleteCustomKeyStore } from "./delete-custom-key-store.ts";
import { failureOf, xksExceptionNames } from "../../model/xks-failures.ts";
import { type FakeHouse, fakeHouse, healthyAnswer, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { updateCustomKeyStore } from "./update-custom-key-store.ts";
import { XksError } from "../../xks/calls.ts";
import type { ConnectionState, KeyStore } from "../../model/key-store.ts";

let house: FakeHouse;
beforeEach(() => {
  house = fakeHouse();
});

const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const now = (id: string) => house.context.directory.keyStore(id);
const update = (store: KeyStore, changes: object) => updateCustomKeyStore.handle({ CustomKeyStoreId: store.id, ...changes }, house.call());
const credential = { AccessKeyId: "T".repeat(20), RawSecretAccessKey: "t".repeat(43) };
const service = {
  XksProxyConnectivity: "VPC_ENDPOINT_SERVICE",
  XksProxyUriEndpoint: "https://private.example.com",
  XksProxyVpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-1234",
} as const;

describe("UpdateCustomKeyStore", () => {
  it.each<ConnectionState>(["CONNECTED", "CONNECTING", "FAILED", "DISCONNECTED"])(
    "changes name, credential and path while %s",
    async (state) => {
      const store = await placeKeyStore(house, { connectionState: state });
      await house.clock.advance(1000);
      await update(store, {
        NewCustomKeyStoreName: "new",
        XksProxyUriPath: "/new/kms/xks/v1",
        XksProxyAuthenticationCredential: credential,
      });
      expect(now(store.id)).toEqual({
        ...store,
        name: "new",
        uriPath: "/new/kms/xks/v1",
        credential: { accessKeyId: credential.AccessKeyId, secretAccessKey: credential.RawSecretAccessKey, setAt: house.clock.now() },
      });
      expect(house.dataPlanes.asked).toMatchObject([
        { target: { uriPath: "/new/kms/xks/v1", accessKeyId: credential.AccessKeyId }, purpose: { kmsOperation: "UpdateCustomKeyStore" } },
      ]);
    },
  );

  it("does not ask the proxy when only the name changes", async () => {
    const store = await placeKeyStore(house);
    await update(store, { NewCustomKeyStoreName: "new" });
    expect(house.dataPlanes.asked).toEqual([]);
  });

  it("changes endpoint and connectivity while DISCONNECTED only", async () => {
    const store = await placeKeyStore(house);
    for (const changes of [{ XksProxyUriEndpoint: "https://new.example.com" }, service]) {
      await expect(update(store, changes)).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    }
    await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await update(store, service);
    expect(now(store.id)).toMatchObject({
      connectivity: "VPC_ENDPOINT_SERVICE",
      vpcEndpointServiceName: service.XksProxyVpcEndpointServiceName,
    });
    await update(store, { XksProxyConnectivity: "PUBLIC_ENDPOINT", XksProxyUriEndpoint: "https://public.example.com" });
    expect(now(store.id)).toMatchObject({ connectivity: "PUBLIC_ENDPOINT", uriEndpoint: "https://public.example.com" });
    expect(now(store.id)).not.toHaveProperty("vpcEndpointServiceName");
  });

  it.each(xksExceptionNames)("answers a proxy's %s by the exception table and changes nothing", async (name) => {
    const store = await placeKeyStore(house);
    house.dataPlanes.health = () => Promise.reject(new XksError({ exceptionName: name, detail: "told to" }));
    const expected = failureOf(name, "create-key-store");
    await expect(update(store, { XksProxyAuthenticationCredential: credential })).rejects.toThrow(
      error(expected.exception, expected.message),
    );
    expect(now(store.id)).toEqual(store);
  });

  it.each([
    [{ CloudHsmClusterId: "cluster-abcdefghijk" }, "ValidationException"],
    [
      { XksProxyConnectivity: "VPC_ENDPOINT_SERVICE", XksProxyVpcEndpointServiceName: service.XksProxyVpcEndpointServiceName },
      "ValidationException",
    ],
    [{ XksProxyVpcEndpointServiceName: service.XksProxyVpcEndpointServiceName }, "ValidationException"],
    [
      { ...service, XksProxyVpcEndpointServiceName: "com.amazonaws.vpce.us-east-1.vpce-svc-9" },
      "XksProxyVpcEndpointServiceNotFoundException",
    ],
    [{ NewCustomKeyStoreName: "other" }, "CustomKeyStoreNameInUseException"],
    [{ XksProxyUriEndpoint: "https://other.example.com", XksProxyUriPath: "/other/kms/xks/v1" }, "XksProxyUriInUseException"],
  ])("refuses %j with %s", async (changes, code) => {
    const store = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await placeKeyStore(house, { id: "cks-2", name: "other", uriEndpoint: "https://other.example.com", uriPath: "/other/kms/xks/v1" });
    await expect(update(store, changes)).rejects.toThrow(error(code));
    expect(now(store.id)).toEqual(store);
  });

  it("keeps what happened to the store while the proxy was asked", async () => {
    const store = await placeKeyStore(house, { connectionState: "CONNECTING" });
    house.dataPlanes.health = async () => {
      await placeKeyStore(house, { connectionState: "CONNECTED" });
      return healthyAnswer;
    };
    await update(store, { XksProxyUriPath: "/new/kms/xks/v1" });
    expect(now(store.id)).toMatchObject({ connectionState: "CONNECTED", uriPath: "/new/kms/xks/v1" });
  });

  it("does not know a store that is not there", async () => {
    await expect(updateCustomKeyStore.handle({ CustomKeyStoreId: "cks-none" }, house.call())).rejects.toThrow(
      error("CustomKeyStoreNotFoundException", ""),
    );
  });
});

describe("DeleteCustomKeyStore", () => {
  const remove = (id: string) => deleteCustomKeyStore.handle({ CustomKeyStoreId: id }, house.call());

  it("deletes a DISCONNECTED store without keys, and what was kept about it", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await house.context.resources.write([
      { kind: "key-store-health", id, value: { keyStoreId: id, at: 1 } },
      { kind: "connection-event", id: `${id} 000000000000001 DISCONNECTED`, value: { keyStoreId: id, at: 1, state: "DISCONNECTED" } },
    ]);
    await remove(id);
    expect(now(id)).toBeUndefined();
    expect(await house.context.resources.list("key-store-health")).toEqual([]);
    expect(await house.context.resources.list("connection-event")).toEqual([]);
    await expect(remove(id)).rejects.toThrow(error("CustomKeyStoreNotFoundException", ""));
  });

  it("refuses one that is not DISCONNECTED, and one with keys", async () => {
    const { id } = await placeKeyStore(house, { connectionState: "FAILED" });
    await expect(remove(id)).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await placeKey(house);
    await expect(remove(id)).rejects.toThrow(error("CustomKeyStoreHasCMKsException"));
  });
});
