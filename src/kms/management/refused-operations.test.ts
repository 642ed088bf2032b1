import { beforeEach, describe, expect, it } from "vitest";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { type KmsApiOperation, kmsApiOperations, type Refusal } from "../operations.ts";
import { notConnectedFailure } from "../../model/xks-failures.ts";
import { refusedOperations } from "./refused-operations.ts";
import { refusedOperationTable } from "./refused-operation-table.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { Operation } from "../../aws/operation.ts";
import type { ManagementContext } from "./management-context.ts";

let house: FakeHouse;
let key: KmsKey;
beforeEach(async () => {
  house = fakeHouse();
  await placeKeyStore(house);
  key = await placeKey(house);
});

const expected: Readonly<Record<Refusal, (arn: string, name: string) => { name: string; message: string }>> = {
  "key-usage": (arn, name) => ({
    name: "InvalidKeyUsageException",
    message: `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${name}.`,
  }),
  origin: (arn) => ({
    name: "UnsupportedOperationException",
    message: `${arn} origin is EXTERNAL_KEY_STORE which is not valid for this operation.`,
  }),
  "key-spec": (arn) => ({
    name: "UnsupportedOperationException",
    message: `${arn} key spec is SYMMETRIC_DEFAULT which is not valid for this operation.`,
  }),
  "single-region": (arn) => ({ name: "UnsupportedOperationException", message: `${arn} is not a multi-Region key.` }),
};

async function answer({ handle }: Operation<ManagementContext>, KeyId: string): Promise<{ name: string; message: string }> {
  try {
    await (handle as (input: { KeyId: string }, call: unknown) => unknown)({ KeyId }, house.call());
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was not refused");
}

describe.each(refusedOperations)("$name", (operation) => {
  const { refusal = "origin" } = (kmsApiOperations as Readonly<Record<string, KmsApiOperation>>)[operation.name] ?? {};

  it("is refused for its reason, in the service's words", async () => {
    expect(await answer(operation, key.arn)).toMatchObject(expected[refusal](key.arn, operation.name));
  });

  it("tells a key that is not there, and one that is pending deletion, first", async () => {
    expect(await answer(operation, "none")).toMatchObject({ name: "NotFoundException", message: "Invalid keyId 'none'" });
    await placeKey(house, { ownState: "PendingDeletion", deletionAt: 1 });
    expect(await answer(operation, key.id)).toMatchObject({ name: "KMSInvalidStateException", message: `${key.arn} is pending deletion.` });
  });
});

describe("refused cryptography", () => {
  const cryptography = refusedOperations.filter(({ name }) => refusedOperationTable[name]?.kind === "cryptography");

  it("tells a disabled key, and one whose store is not connected, first", async () => {
    await placeKey(house, { ownState: "Disabled" });
    for (const operation of cryptography) expect(await answer(operation, key.id)).toMatchObject({ name: "DisabledException" });
    await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    for (const operation of cryptography) {
      expect(await answer(operation, key.id)).toMatchObject({ name: "KMSInvalidStateException", message: notConnectedFailure.message });
    }
  });
});
