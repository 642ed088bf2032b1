import { beforeEach, describe, expect, it } from "vitest";
import { createAlias } from "./create-alias.ts";
import { describeKey } from "./describe-key.ts";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { listAliases } from "./list-aliases.ts";
import type { KmsKey } from "../../model/kms-key.ts";

let house: FakeHouse;
let key: KmsKey;
beforeEach(async () => {
  house = fakeHouse();
  await placeKeyStore(house);
  key = await placeKey(house);
});

const error = (code: string, message?: string) =>
  expect.objectContaining({ name: code, ...(message === undefined ? {} : { message }) }) as Error;
const create = (AliasName: string, TargetKeyId = key.id) => createAlias.handle({ AliasName, TargetKeyId }, house.call());

describe("CreateAlias", () => {
  it("gives a key a name under which it is found", async () => {
    await create("alias/one");
    expect(await describeKey.handle({ KeyId: "alias/one" }, house.call())).toMatchObject({ KeyMetadata: { KeyId: key.id } });
  });

  it.each([
    [
      "one",
      "ValidationException",
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    ],
    ["alias/", "ValidationException", "Invalid identifier"],
    ["alias/a:b", "ValidationException", "alias/a:b contains invalid characters for an alias"],
    ["alias/aws/s3", "NotAuthorizedException", ""],
  ])("refuses the name %s", async (name, code, message) => {
    await expect(create(name)).rejects.toThrow(error(code, message));
  });

  it("refuses a name that is taken, a target that is an alias, unknown or pending deletion", async () => {
    await create("alias/one");
    await expect(create("alias/one")).rejects.toThrow(
      error("AlreadyExistsException", "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/one already exists"),
    );
    await expect(create("alias/two", "alias/one")).rejects.toThrow(error("ValidationException", "Aliases must refer to keys. Not aliases"));
    await expect(create("alias/two", "none")).rejects.toThrow(error("NotFoundException", "Invalid keyId 'none'"));
    await placeKey(house, { ownState: "PendingDeletion", deletionAt: 1 });
    await expect(create("alias/two")).rejects.toThrow(error("KMSInvalidStateException", `${key.arn} is pending deletion.`));
  });
});

describe("ListAliases", () => {
  it("lists all or those of one key, by name and in pages", async () => {
    const other = await placeKey(house, { id: "00000000-12ab-34cd-56ef-1234567890ab" });
    await create("alias/b");
    await create("alias/a");
    await create("alias/c", other.arn);
    const names = async (input: Parameters<typeof listAliases.handle>[0]) =>
      (await listAliases.handle(input, house.call())).Aliases?.map(({ AliasName }) => AliasName);
    expect(await names({})).toEqual(["alias/a", "alias/b", "alias/c"]);
    expect(await names({ KeyId: key.arn })).toEqual(["alias/a", "alias/b"]);
    const { NextMarker, Truncated } = await listAliases.handle({ Limit: 2 }, house.call());
    expect(Truncated).toBe(true);
    expect(await names({ Limit: 2, ...(NextMarker === undefined ? {} : { Marker: NextMarker }) })).toEqual(["alias/c"]);
    await expect(async () => listAliases.handle({ KeyId: "none" }, house.call())).rejects.toThrow(error("NotFoundException"));
  });
});
