import { beforeEach, describe, expect, it } from "vitest";
import { cancelKeyDeletion } from "./cancel-key-deletion.ts";
import { createAlias } from "./create-alias.ts";
import { createGrant } from "./create-grant.ts";
import { deleteAlias } from "./delete-alias.ts";
import { disableKey } from "./disable-key.ts";
import { enableKey } from "./enable-key.ts";
import { getKeyLastUsage } from "./get-key-last-usage.ts";
import { getKeyPolicy } from "./get-key-policy.ts";
import { listKeyPolicies } from "./list-key-policies.ts";
import { listResourceTags } from "./list-resource-tags.ts";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { putKeyPolicy } from "./put-key-policy.ts";
import { scheduleKeyDeletion } from "./schedule-key-deletion.ts";
import { startKeyStoreLife } from "../management.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";
import { updateAlias } from "./update-alias.ts";
import { updateKeyDescription } from "./update-key-description.ts";
import type { KmsKey } from "../../model/kms-key.ts";

const dayMs = 86_400_000;
let house: FakeHouse;
let key: KmsKey;
beforeEach(async () => {
  house = fakeHouse();
  await placeKeyStore(house);
  key = await placeKey(house);
});

const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const now = () => house.context.directory.key(key.id);
const schedule = (days?: number) =>
  scheduleKeyDeletion.handle({ KeyId: key.arn, ...(days === undefined ? {} : { PendingWindowInDays: days }) }, house.call());
const pendingDeletion = error(
  "KMSInvalidStateException",
  `arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab is pending deletion.`,
);

describe("the state of a key", () => {
  it("is changed by EnableKey and DisableKey, again without effect", async () => {
    await disableKey.handle({ KeyId: key.id }, house.call());
    await disableKey.handle({ KeyId: key.id }, house.call());
    expect(now()?.ownState).toBe("Disabled");
    await enableKey.handle({ KeyId: key.arn }, house.call());
    expect(now()?.ownState).toBe("Enabled");
  });

  it("keeps a key that is pending deletion from all that would change it", async () => {
    await schedule();
    const refused = [
      () => enableKey.handle({ KeyId: key.id }, house.call()),
      () => disableKey.handle({ KeyId: key.id }, house.call()),
      () => updateKeyDescription.handle({ KeyId: key.id, Description: "x" }, house.call()),
      () => tagResource.handle({ KeyId: key.id, Tags: [] }, house.call()),
      () => untagResource.handle({ KeyId: key.id, TagKeys: [] }, house.call()),
      () => putKeyPolicy.handle({ KeyId: key.id, Policy: key.policy }, house.call()),
      () => createAlias.handle({ AliasName: "alias/one", TargetKeyId: key.id }, house.call()),
      () => createGrant.handle({ KeyId: key.id, GranteePrincipal: "123456789012", Operations: ["Encrypt"] }, house.call()),
      () => schedule(),
    ];
    for (const act of refused) await expect(act()).rejects.toThrow(pendingDeletion);
  });

  it("knows no aliases where keys are changed", async () => {
    await createAlias.handle({ AliasName: "alias/one", TargetKeyId: key.id }, house.call());
    await expect(disableKey.handle({ KeyId: "alias/one" }, house.call())).rejects.toThrow(
      error("NotFoundException", "Invalid keyId 'alias/one'"),
    );
  });
});

describe("ScheduleKeyDeletion", () => {
  it("waits 30 days where nothing is said, and then the key goes with its aliases and grants", async () => {
    startKeyStoreLife(house.context);
    await createAlias.handle({ AliasName: "alias/one", TargetKeyId: key.id }, house.call());
    await createGrant.handle({ KeyId: key.id, GranteePrincipal: "123456789012", Operations: ["Encrypt"] }, house.call());
    const deletionAt = house.clock.now() + 30 * dayMs;
    expect(await schedule()).toEqual({
      KeyId: key.arn,
      DeletionDate: deletionAt / 1000,
      KeyState: "PendingDeletion",
      PendingWindowInDays: 30,
    });
    house.clock.setWall(deletionAt - 1);
    await house.clock.advance(0);
    expect(now()).toBeDefined();
    await house.clock.advance(5001);
    expect(now()).toBeUndefined();
    for (const kind of ["kms-key", "alias", "grant"] as const) expect(await house.context.resources.list(kind)).toEqual([]);
    expect(house.context.directory.alias("alias/one")).toBeUndefined();
  });

  it("takes place at the next start when the day came while nothing ran", async () => {
    await schedule(7);
    house.clock.setWall(house.clock.now() + 8 * dayMs);
    startKeyStoreLife(house.context);
    await house.clock.advance(0);
    expect(now()).toBeUndefined();
  });

  it.each([6, 31])("refuses %d days", async (days) => {
    await expect(schedule(days)).rejects.toThrow(
      error("ValidationException", `PendingWindowInDays should be between 7 and 30, but it is ${days}`),
    );
  });

  it("is taken back by CancelKeyDeletion, which leaves the key Disabled", async () => {
    await schedule(7);
    expect(await cancelKeyDeletion.handle({ KeyId: key.id }, house.call())).toEqual({ KeyId: key.arn });
    expect(now()).toEqual({ ...key, ownState: "Disabled" });
    await expect(cancelKeyDeletion.handle({ KeyId: key.id }, house.call())).rejects.toThrow(
      error("KMSInvalidStateException", `${key.arn} is not pending deletion.`),
    );
    house.clock.setWall(house.clock.now() + 8 * dayMs);
    startKeyStoreLife(house.context);
    await house.clock.advance(10_000);
    expect(now()).toBeDefined();
  });
});

describe("aliases", () => {
  it("move to another key and go", async () => {
    const other = await placeKey(house, { id: "00000000-12ab-34cd-56ef-1234567890ab" });
    await createAlias.handle({ AliasName: "alias/one", TargetKeyId: key.id }, house.call());
    await house.clock.advance(1000);
    await updateAlias.handle({ AliasName: "alias/one", TargetKeyId: other.arn }, house.call());
    expect(house.context.directory.alias("alias/one")).toMatchObject({
      keyId: other.id,
      updatedAt: house.clock.now(),
      createdAt: house.clock.now() - 1000,
    });
    await deleteAlias.handle({ AliasName: "alias/one" }, house.call());
    expect(house.context.directory.alias("alias/one")).toBeUndefined();
    const notFound = error("NotFoundException", "Alias arn:aws:kms:us-east-1:123456789012:alias/one is not found.");
    await expect(deleteAlias.handle({ AliasName: "alias/one" }, house.call())).rejects.toThrow(notFound);
    await expect(updateAlias.handle({ AliasName: "alias/one", TargetKeyId: key.id }, house.call())).rejects.toThrow(notFound);
  });
});

describe("tags", () => {
  const list = async () => (await listResourceTags.handle({ KeyId: key.id }, house.call())).Tags;
  it("are set, replaced, listed and taken away", async () => {
    await tagResource.handle(
      {
        KeyId: key.id,
        Tags: [
          { TagKey: "b", TagValue: "1" },
          { TagKey: "a", TagValue: "" },
        ],
      },
      house.call(),
    );
    await tagResource.handle({ KeyId: key.id, Tags: [{ TagKey: "b", TagValue: "2" }] }, house.call());
    expect(await list()).toEqual([
      { TagKey: "a", TagValue: "" },
      { TagKey: "b", TagValue: "2" },
    ]);
    await untagResource.handle({ KeyId: key.id, TagKeys: ["a", "none"] }, house.call());
    expect(await list()).toEqual([{ TagKey: "b", TagValue: "2" }]);
  });

  it("are at most 50 on a key, however they come", async () => {
    const tags = (from: number, count: number) => Array.from({ length: count }, (_, n) => ({ TagKey: `tag ${from + n}`, TagValue: "" }));
    await tagResource.handle({ KeyId: key.id, Tags: tags(0, 50) }, house.call());
    await tagResource.handle({ KeyId: key.id, Tags: tags(10, 40) }, house.call());
    await expect(tagResource.handle({ KeyId: key.id, Tags: tags(50, 1) }, house.call())).rejects.toThrow(
      error("TagException", "Too many tags"),
    );
    await expect(untagResource.handle({ KeyId: key.id, TagKeys: ["aws:x"] }, house.call())).rejects.toThrow(error("TagException"));
  });
});

describe("key policies", () => {
  const put = (Policy: string, more: object = {}) => putKeyPolicy.handle({ KeyId: key.id, Policy, ...more }, house.call());
  const policy = (AWS: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" }] });

  it("come back in the text they were put in", async () => {
    await put(policy("123456789012"));
    expect(await getKeyPolicy.handle({ KeyId: key.arn }, house.call())).toEqual({ Policy: policy("123456789012"), PolicyName: "default" });
    expect(await listKeyPolicies.handle({ KeyId: key.id }, house.call())).toEqual({ PolicyNames: ["default"], Truncated: false });
  });

  it("may not lock their writer out unless told to", async () => {
    const stranger = policy("arn:aws:iam::123456789012:user/stranger");
    await expect(put(stranger)).rejects.toThrow(
      error("MalformedPolicyDocumentException", "The new key policy will not allow you to update the key policy in the future."),
    );
    expect(now()?.policy).toBe(key.policy);
    await put(stranger, { BypassPolicyLockoutSafetyCheck: true });
    expect(now()?.policy).toBe(stranger);
  });

  it("are refused when malformed, too long, or under another name", async () => {
    await expect(put("{")).rejects.toThrow(error("MalformedPolicyDocumentException"));
    await expect(put(`${policy("123456789012")}${" ".repeat(32_768)}`)).rejects.toThrow(error("LimitExceededException"));
    await expect(put(key.policy, { PolicyName: "other" })).rejects.toThrow(error("NotFoundException", "No such policy exists"));
  });

  it("are enforced: a user whom the policy does not name may not even describe the key", async () => {
    const user = { role: "user", arn: "arn:aws:iam::123456789012:user/one" } as const;
    expect(await getKeyPolicy.handle({ KeyId: key.id }, house.call(user))).toBeDefined();
    await put(policy("arn:aws:iam::123456789012:user/admin"));
    expect(() => getKeyPolicy.handle({ KeyId: key.id }, house.call(user))).toThrow(error("AccessDeniedException"));
  });
});

describe("GetKeyLastUsage", () => {
  it("tells the newest successful call of the metrics, either side of a ReEncrypt included", async () => {
    const created = key.createdAt / 1000;
    const none = { KeyId: key.id, KeyLastUsage: {}, TrackingStartDate: created, KeyCreationDate: created };
    expect(await getKeyLastUsage.handle({ KeyId: key.arn }, house.call())).toEqual(none);
    const second = Math.floor(house.clock.now() / 1000) - 10;
    const point = (at: number, dimensions: Record<string, string>) => ({
      series: {
        namespace: "AWS/KMS",
        metricName: "SuccessfulRequest",
        unit: "Count" as const,
        dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
      },
      second: at,
      set: { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 },
      resolution: 1 as const,
    });
    await house.metrics.merge([
      point(second, { KeyArn: key.arn, Operation: "Encrypt" }),
      point(second + 5, { DestinationKeyArn: "other", Operation: "ReEncrypt", SourceKeyArn: key.arn }),
      point(second + 8, { KeyArn: "other", Operation: "Decrypt" }),
    ]);
    expect(await getKeyLastUsage.handle({ KeyId: key.id }, house.call())).toEqual({
      ...none,
      KeyLastUsage: { Operation: "ReEncrypt", Timestamp: second + 5 },
    });
  });
});
