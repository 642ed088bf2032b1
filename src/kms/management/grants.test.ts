import { beforeEach, describe, expect, it } from "vitest";
import { createGrant } from "./create-grant.ts";
import { describeKey } from "./describe-key.ts";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { listGrants } from "./list-grants.ts";
import { listRetirableGrants } from "./list-retirable-grants.ts";
import { retireGrant } from "./retire-grant.ts";
import { revokeGrant } from "./revoke-grant.ts";
import type { KmsKey } from "../../model/kms-key.ts";

const user = { role: "user", arn: "arn:aws:iam::123456789012:user/one" } as const;
const other = { role: "user", arn: "arn:aws:iam::123456789012:user/two" } as const;
const adminOnly = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:user/admin" }, Action: "kms:*", Resource: "*" }],
});
let house: FakeHouse;
let key: KmsKey;
beforeEach(async () => {
  house = fakeHouse();
  await placeKeyStore(house);
  key = await placeKey(house, { policy: adminOnly });
});

type Input = Parameters<typeof createGrant.handle>[0];
const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const create = async (changes: Partial<Input> = {}, caller = {}) => {
  const input: Input = { KeyId: key.id, GranteePrincipal: user.arn, Operations: ["Encrypt", "DescribeKey"], ...changes };
  const { GrantId = "", GrantToken = "" } = await createGrant.handle(input, house.call(caller));
  return { GrantId, GrantToken };
};
const mayDescribe = (caller: object, GrantTokens?: string[]) => {
  try {
    return describeKey.handle({ KeyId: key.id, ...(GrantTokens ? { GrantTokens } : {}) }, house.call(caller)) !== undefined;
  } catch (caught) {
    expect(caught).toMatchObject({ name: "AccessDeniedException" });
    return false;
  }
};

describe("a grant", () => {
  it("counts from CreateGrant's answer to RevokeGrant's", async () => {
    expect(mayDescribe(user)).toBe(false);
    const { GrantId, GrantToken } = await create();
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/);
    expect(mayDescribe(user, [GrantToken])).toBe(true);
    expect(mayDescribe(other)).toBe(false);
    await revokeGrant.handle({ KeyId: key.arn, GrantId }, house.call());
    expect(mayDescribe(user)).toBe(false);
  });

  it("is listed as it was made", async () => {
    const Constraints = { EncryptionContextSubset: { dept: "hr" } };
    const { GrantId } = await create({ Name: "named", RetiringPrincipal: other.arn, Constraints });
    const entry = {
      KeyId: key.arn,
      GrantId,
      Name: "named",
      CreationDate: house.clock.now() / 1000,
      GranteePrincipal: user.arn,
      RetiringPrincipal: other.arn,
      IssuingAccount: "arn:aws:iam::123456789012:root",
      Operations: ["Encrypt", "DescribeKey"],
      Constraints,
    };
    expect(await listGrants.handle({ KeyId: key.id }, house.call())).toEqual({ Grants: [entry], Truncated: false });
    expect(await listRetirableGrants.handle({ RetiringPrincipal: other.arn }, house.call(other))).toEqual({
      Grants: [entry],
      Truncated: false,
    });
    expect(() => listRetirableGrants.handle({ RetiringPrincipal: other.arn }, house.call(user))).toThrow(error("AccessDeniedException"));
    expect(() => listRetirableGrants.handle({}, house.call())).toThrow(error("ValidationException"));
  });

  it("with a name is made once, however often it is asked for", async () => {
    const first = await create({ Name: "named" });
    expect(await create({ Name: "named", Operations: ["DescribeKey", "Encrypt"] })).toEqual(first);
    expect((await create({ Name: "named", Operations: ["Encrypt"] })).GrantId).not.toBe(first.GrantId);
    expect((await create()).GrantId).not.toBe((await create()).GrantId);
  });

  it("is retired by whom it names, by a grantee who may, and by administrators; by token or by id", async () => {
    const { GrantId, GrantToken } = await create({ RetiringPrincipal: other.arn });
    await expect(retireGrant.handle({ GrantToken }, house.call(user))).rejects.toThrow(error("AccessDeniedException"));
    await retireGrant.handle({ GrantToken }, house.call(other));
    await expect(retireGrant.handle({ KeyId: key.id, GrantId }, house.call())).rejects.toThrow(error("NotFoundException"));
    const second = await create({ Operations: ["DescribeKey", "RetireGrant"] });
    await retireGrant.handle({ KeyId: key.arn, GrantId: second.GrantId }, house.call(user));
    const third = await create();
    await retireGrant.handle({ KeyId: key.arn, GrantId: third.GrantId }, house.call());
    expect([...house.context.directory.grants()]).toEqual([]);
  });

  it("with a DryRun is neither made nor ended", async () => {
    const dryRun = error("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
    await expect(create({ DryRun: true })).rejects.toThrow(dryRun);
    const { GrantId, GrantToken } = await create();
    await expect(revokeGrant.handle({ KeyId: key.id, GrantId, DryRun: true }, house.call())).rejects.toThrow(dryRun);
    await expect(retireGrant.handle({ GrantToken, DryRun: true }, house.call())).rejects.toThrow(dryRun);
    expect([...house.context.directory.grants()]).toHaveLength(1);
  });

  it("passes on no more than it gives", async () => {
    const Constraints = { EncryptionContextSubset: { dept: "hr" } };
    await create({ Operations: ["CreateGrant", "Encrypt"], Constraints });
    const pass = (changes: Partial<Input>) => create({ GranteePrincipal: other.arn, Operations: ["Encrypt"], ...changes }, user);
    await expect(pass({ Operations: ["Decrypt"], Constraints })).rejects.toThrow(error("AccessDeniedException"));
    await expect(pass({})).rejects.toThrow(error("AccessDeniedException"));
    await expect(pass({ Constraints: { EncryptionContextSubset: { dept: "it" } } })).rejects.toThrow(error("AccessDeniedException"));
    await pass({ Constraints: { EncryptionContextSubset: { dept: "hr", team: "a" } } });
    await pass({ Constraints: { EncryptionContextEquals: { dept: "hr" } } });
  });

  it.each<[Partial<Input>, string]>([
    [{ Operations: [] }, "ValidationException"],
    [{ Operations: ["Encrypt", "Sign"] }, "ValidationException"],
    [{ GranteePrincipal: undefined }, "ValidationException"],
    [{ GranteeServicePrincipal: "s3.us-east-1.amazonaws.com" }, "ValidationException"],
    [{ Constraints: { SourceArn: "arn:aws:s3:us-east-1:123456789012:bucket" } }, "ValidationException"],
    [{ GranteePrincipal: "somebody" }, "InvalidArnException"],
    [{ RetiringPrincipal: "arn:aws:iam::123456789012:group/one" }, "InvalidArnException"],
    [{ GrantTokens: ["x"] }, "InvalidGrantTokenException"],
    [{ KeyId: "alias/one" }, "NotFoundException"],
  ])("is refused with %j: %s", async (changes, code) => {
    await expect(create(changes)).rejects.toThrow(error(code));
  });

  it("on a disabled key is not made", async () => {
    await placeKey(house, { ownState: "Disabled" });
    await expect(create()).rejects.toThrow(error("DisabledException", `${key.arn} is disabled.`));
  });

  it("that is not there cannot be ended", async () => {
    await expect(revokeGrant.handle({ KeyId: key.id, GrantId: "x" }, house.call())).rejects.toThrow(error("InvalidGrantIdException"));
    await expect(revokeGrant.handle({ KeyId: key.id, GrantId: "0".repeat(64) }, house.call())).rejects.toThrow(error("NotFoundException"));
    await expect(retireGrant.handle({ GrantToken: "x" }, house.call())).rejects.toThrow(error("InvalidGrantTokenException"));
    await expect(retireGrant.handle({ KeyId: key.id }, house.call())).rejects.toThrow(error("ValidationException"));
  });

  it("is listed in pages of at most 100", async () => {
    for (let n = 0; n < 103; n++) await create();
    const first = await listGrants.handle({ KeyId: key.id, Limit: 1000 }, house.call());
    expect(first.Grants).toHaveLength(100);
    const rest = await listGrants.handle(
      { KeyId: key.id, Limit: 1000, ...(first.NextMarker === undefined ? {} : { Marker: first.NextMarker }) },
      house.call(),
    );
    expect(rest).toMatchObject({ Truncated: false });
    expect(rest.Grants).toHaveLength(3);
    const wanted = first.Grants?.[7]?.GrantId ?? "";
    expect((await listGrants.handle({ KeyId: key.id, GrantId: wanted }, house.call())).Grants).toMatchObject([{ GrantId: wanted }]);
    expect((await listGrants.handle({ KeyId: key.id, GranteePrincipal: other.arn }, house.call())).Grants).toEqual([]);
  });
});
