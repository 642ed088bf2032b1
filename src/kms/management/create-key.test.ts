import { beforeEach, describe, expect, it } from "vitest";
import { createKey } from "./create-key.ts";
import { describeKey } from "./describe-key.ts";
import { failureOf, xksExceptionNames } from "../../model/xks-failures.ts";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { listKeys } from "./list-keys.ts";
import { XksError } from "../../xks/calls.ts";
import type { KeyStore } from "../../model/key-store.ts";

let house: FakeHouse;
let store: KeyStore;
beforeEach(async () => {
  house = fakeHouse();
  store = await placeKeyStore(house);
});

const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const create = (changes: object = {}) =>
  createKey.handle({ Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId: store.id, XksKeyId: "external-one", ...changes }, house.call());

describe("CreateKey", () => {
  it("asks the proxy for the external key and shows the key as AWS does", async () => {
    const { KeyMetadata } = await create({ Description: "for a test", Tags: [{ TagKey: "team", TagValue: "" }] });
    expect(house.dataPlanes.asked).toMatchObject([{ externalKeyId: "external-one", purpose: { kmsOperation: "CreateKey" } }]);
    const id = KeyMetadata?.KeyId ?? "";
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(KeyMetadata).toEqual({
      AWSAccountId: "123456789012",
      KeyId: id,
      Arn: `arn:aws:kms:us-east-1:123456789012:key/${id}`,
      CreationDate: house.clock.now() / 1000,
      Enabled: true,
      Description: "for a test",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyState: "Enabled",
      Origin: "EXTERNAL_KEY_STORE",
      CustomKeyStoreId: store.id,
      KeyManager: "CUSTOMER",
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      KeySpec: "SYMMETRIC_DEFAULT",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: false,
      XksKeyConfiguration: { Id: "external-one" },
    });
    expect(await describeKey.handle({ KeyId: id }, house.call())).toEqual({ KeyMetadata });
    const kept = house.context.directory.key(id);
    expect(kept?.innerKey).toHaveLength(32);
    expect(kept?.tags).toEqual([{ key: "team", value: "" }]);
    expect(JSON.parse(kept?.policy ?? "")).toMatchObject({ Statement: [{ Principal: { AWS: "arn:aws:iam::123456789012:root" } }] });
  });

  it.each(xksExceptionNames)("answers a proxy's %s by the exception table and keeps nothing", async (name) => {
    const reason = name === "XksProxyUnreachableException" ? ("no-tls" as const) : undefined;
    house.dataPlanes.keyMetadata = () => Promise.reject(new XksError({ exceptionName: name, detail: "told to" }, reason));
    const expected = failureOf(name, "create-key", reason);
    await expect(create()).rejects.toThrow(error(expected.exception, expected.message));
    expect([...house.context.directory.keys()]).toEqual([]);
  });

  const good = { keySpec: "AES_256", keyUsage: ["ENCRYPT", "DECRYPT"], keyStatus: "ENABLED" };
  it.each([
    [{ keySpec: "AES_128" }, "The key spec of the external key must be AES_256. The key spec of specified external key is AES_128."],
    [{ keyStatus: "DISABLED" }, "The status of the external key must be ENABLED. The status of specified external key is DISABLED."],
    [
      { keyUsage: ["ENCRYPT"] },
      "The key usage of the external key must include ENCRYPT and DECRYPT. The key usage of specified external key is ENCRYPT.",
    ],
  ])("refuses an external key with %j", async (changes, message) => {
    house.dataPlanes.keyMetadata = () => Promise.resolve({ ...good, ...changes });
    await expect(create()).rejects.toThrow(error("XksKeyInvalidConfigurationException", message));
  });

  it.each([
    [{ Origin: undefined }, "UnsupportedOperationException"],
    [{ Origin: "AWS_KMS" }, "UnsupportedOperationException"],
    [{ KeySpec: "RSA_2048" }, "UnsupportedOperationException"],
    [{ CustomerMasterKeySpec: "HMAC_256" }, "UnsupportedOperationException"],
    [{ KeySpec: "SYMMETRIC_DEFAULT", CustomerMasterKeySpec: "SYMMETRIC_DEFAULT" }, "ValidationException"],
    [{ KeyUsage: "SIGN_VERIFY" }, "ValidationException"],
    [{ MultiRegion: true }, "UnsupportedOperationException"],
    [{ CustomKeyStoreId: undefined }, "ValidationException"],
    [{ XksKeyId: undefined }, "ValidationException"],
    [{ CustomKeyStoreId: "cks-none" }, "CustomKeyStoreNotFoundException"],
  ])("refuses %j with %s before it calls the proxy", async (changes, code) => {
    await expect(create(changes)).rejects.toThrow(error(code));
    expect(house.dataPlanes.asked).toEqual([]);
  });

  it("wants the store connected, also at the moment of writing", async () => {
    const disconnected = { ...store, connectionState: "DISCONNECTED" as const };
    house.dataPlanes.keyMetadata = async () => {
      await placeKeyStore(house, disconnected);
      return good;
    };
    await expect(create()).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    await expect(create()).rejects.toThrow(error("CustomKeyStoreInvalidStateException"));
    expect([...house.context.directory.keys()]).toEqual([]);
  });

  it("lets one external key of a store back one KMS key", async () => {
    const ends = await Promise.allSettled([create(), create()]);
    expect(ends.filter(({ status }) => status === "rejected")).toMatchObject([{ reason: { name: "XksKeyAlreadyInUseException" } }]);
    await expect(create()).rejects.toThrow(error("XksKeyAlreadyInUseException"));
    await placeKeyStore(house, { id: "cks-2", name: "two", uriPath: "/2/kms/xks/v1" });
    await create({ CustomKeyStoreId: "cks-2" });
  });

  it.each([
    [["a", "a"], "Duplicate tag keys"],
    [Array.from({ length: 51 }, (_, n) => `tag ${n}`), "Too many tags"],
    [["AWS:reserved"], "Tags beginning with aws: are reserved"],
  ])("refuses tags %j", async (keys, message) => {
    await expect(create({ Tags: keys.map((TagKey) => ({ TagKey, TagValue: "" })) })).rejects.toThrow(error("TagException", message));
  });
});

describe("DescribeKey", () => {
  it("shows a key of a store that is not connected as Unavailable, and one pending deletion as such", async () => {
    await placeKeyStore(house, { connectionState: "FAILED", connectionErrorCode: "INTERNAL_ERROR" });
    const key = await placeKey(house);
    expect(await describeKey.handle({ KeyId: key.arn }, house.call())).toMatchObject({
      KeyMetadata: { KeyState: "Unavailable", Enabled: false },
    });
    await placeKey(house, { ownState: "PendingDeletion", deletionAt: 5000 });
    expect(await describeKey.handle({ KeyId: key.id }, house.call())).toMatchObject({
      KeyMetadata: { KeyState: "PendingDeletion", DeletionDate: 5 },
    });
  });
});

describe("ListKeys", () => {
  it("hands out every key once, in pages of at most the limit", async () => {
    const ids = Array.from({ length: 7 }, (_, n) => `0000000${n}-12ab-34cd-56ef-1234567890ab`);
    for (const id of ids) await placeKey(house, { id });
    const seen: (string | undefined)[] = [];
    let marker: string | undefined;
    do {
      const answer = await listKeys.handle({ Limit: 3, ...(marker === undefined ? {} : { Marker: marker }) }, house.call());
      expect(answer.Keys?.length).toBeLessThanOrEqual(3);
      seen.push(...(answer.Keys ?? []).map(({ KeyId }) => KeyId));
      marker = answer.NextMarker;
    } while (marker !== undefined);
    expect(seen).toEqual(ids);
  });
});
