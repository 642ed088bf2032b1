/** KMS keys in external key stores through the SDK: every form of their ids, aliases, tags, policies, grants, dry runs, and what is refused. */
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  type KeyMetadata,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ListRetirableGrantsCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf } from "../../src/model/xks-failures.ts";
import { kmsClient } from "../support/clients.ts";
import { connectedKeyStore, describeKeyStore, newKey, refusal } from "../support/key-stores.ts";
import { type Product, startProduct } from "../support/product.ts";
import { signedCall } from "../support/signed-call.ts";

type Key = KeyMetadata & { readonly KeyId: string; readonly Arn: string };

let product: Product;
let kms: KMSClient;
let demoStore: string;
let key: Key;
let other: Key;
beforeAll(async () => {
  product = await startProduct();
  kms = kmsClient(product, { maxAttempts: 1 });
  demoStore = (await describeKeyStore(kms, { CustomKeyStoreName: "demo" })).CustomKeyStoreId ?? "";
  key = await newKey(product, kms, demoStore, "one", { Description: "the first" });
  other = await newKey(product, kms, await connectedKeyStore(product, kms, "second"), "two", { Tags: [{ TagKey: "a", TagValue: "1" }] });
  await kms.send(new CreateAliasCommand({ AliasName: "alias/one", TargetKeyId: key.KeyId }));
});
afterAll(() => product?.stop());

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const sealed = async (KeyId: string, more: { EncryptionContext?: Record<string, string> } = {}): Promise<Uint8Array | undefined> =>
  (await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("plain"), ...more }))).CiphertextBlob;
const encrypt = (KeyId: string): Promise<unknown> => kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("plain") }));

describe("a key in an external key store", () => {
  it("is described as AWS describes it", async () => {
    const { KeyMetadata: described } = await kms.send(new DescribeKeyCommand({ KeyId: key.Arn }));
    expect(described).toEqual({
      AWSAccountId: "123456789012",
      KeyId: key.KeyId,
      Arn: `arn:aws:kms:us-east-1:123456789012:key/${key.KeyId}`,
      CreationDate: expect.any(Date),
      Enabled: true,
      Description: "the first",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyState: "Enabled",
      Origin: "EXTERNAL_KEY_STORE",
      CustomKeyStoreId: demoStore,
      KeyManager: "CUSTOMER",
      CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
      KeySpec: "SYMMETRIC_DEFAULT",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: false,
      XksKeyConfiguration: { Id: "one" },
    });
  });

  it("goes by its id, its ARN, its alias and its alias's ARN, and answers with its ARN", async () => {
    for (const KeyId of [key.KeyId, key.Arn, "alias/one", "arn:aws:kms:us-east-1:123456789012:alias/one"]) {
      const made = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("plain") }));
      expect(made.KeyId).toBe(key.Arn);
      const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob: made.CiphertextBlob }));
      expect([text(opened.Plaintext), opened.KeyId, opened.EncryptionAlgorithm]).toEqual(["plain", key.Arn, "SYMMETRIC_DEFAULT"]);
    }
  });

  it("is not found under anything else, in the service's words", async () => {
    const absent = "12345678-1234-1234-1234-123456789012";
    const multiRegion = `mrk-${"0".repeat(32)}`;
    const arn = (id: string): string => `arn:aws:kms:us-east-1:123456789012:key/${id}`;
    const texts: Readonly<Record<string, string>> = {
      "fake-key-id": "Invalid keyId 'fake-key-id'",
      "134f2428cec14b25a1ae9048164dba47": "Invalid keyId '134f2428cec14b25a1ae9048164dba47'",
      "mrk-fake-key-id": "Invalid keyId 'mrk-fake-key-id'",
      [absent]: `Key '${arn(absent)}' does not exist`,
      [arn(absent)]: `Key '${arn(absent)}' does not exist`,
      [multiRegion]: `Key '${arn(multiRegion)}' does not exist`,
      [key.Arn.replace("us-east-1", "us-west-2")]: "Invalid arn us-west-2",
      "alias/none": "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found.",
    };
    for (const [KeyId, message] of Object.entries(texts)) {
      const unknown = { name: "NotFoundException", message, status: 400 };
      expect(await refusal(encrypt(KeyId))).toMatchObject(unknown);
      expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId })))).toMatchObject(unknown);
    }
    // Management operations take no aliases.
    expect((await refusal(kms.send(new DisableKeyCommand({ KeyId: "alias/one" })))).message).toBe("Invalid keyId 'alias/one'");
  });

  it("goes through the states of its life", async () => {
    const { KeyId, Arn } = await newKey(product, kms, demoStore, "mortal");
    const state = async (): Promise<string | undefined> => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "mortal" }));
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await state()).toBe("Disabled");
    expect(await refusal(encrypt(KeyId))).toMatchObject({ name: "DisabledException", message: `${Arn} is disabled.` });
    await kms.send(new EnableKeyCommand({ KeyId }));
    await encrypt(KeyId);
    for (const PendingWindowInDays of [6, 31]) {
      expect((await refusal(kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays })))).name).toBe("ValidationException");
    }
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(scheduled).toMatchObject({ KeyId: Arn, KeyState: "PendingDeletion", PendingWindowInDays: 30 });
    expect(scheduled.DeletionDate?.getTime()).toBeGreaterThan(Date.now() + 29.9 * 86_400_000);
    expect(await refusal(encrypt(KeyId))).toMatchObject({ name: "KMSInvalidStateException", message: `${Arn} is pending deletion.` });
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: Arn });
    expect(await state()).toBe("Disabled");
  });

  it("knows its last use", async () => {
    // Uses are told apart by the second: one of these is later than all before.
    const last = async (): Promise<string | undefined> => {
      await kms.send(new GenerateDataKeyCommand({ KeyId: key.KeyId, KeySpec: "AES_256" }));
      return (await kms.send(new GetKeyLastUsageCommand({ KeyId: key.KeyId }))).KeyLastUsage?.Operation;
    };
    await expect.poll(last, { timeout: 10_000 }).toBe("GenerateDataKey");
  });
});

describe("cryptography", () => {
  it("moves a ciphertext between key stores with ReEncrypt, under another encryption context", async () => {
    const blob = await sealed(key.KeyId, { EncryptionContext: { project: "nile" } });
    const moved = await kms.send(
      new ReEncryptCommand({
        CiphertextBlob: blob,
        SourceEncryptionContext: { project: "nile" },
        DestinationKeyId: other.Arn,
        DestinationEncryptionContext: { project: "delta" },
      }),
    );
    expect(moved).toMatchObject({ SourceKeyId: key.Arn, KeyId: other.Arn });
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { project: "delta" } }));
    expect([text(opened.Plaintext), opened.KeyId]).toEqual(["plain", other.Arn]);
  });

  it("tells another key, a foreign blob and a wrong encryption context apart", async () => {
    const blob = await sealed(key.KeyId, { EncryptionContext: { a: "1" } });
    const open = (more: object): Promise<unknown> => kms.send(new DecryptCommand({ CiphertextBlob: blob, ...more }));
    const wrongKey = {
      name: "IncorrectKeyException",
      message: "The key ID in the request does not identify a CMK that can perform this operation.",
    };
    expect(await refusal(open({ KeyId: other.KeyId, EncryptionContext: { a: "1" } }))).toMatchObject(wrongKey);
    const move = { CiphertextBlob: blob, SourceKeyId: other.KeyId, DestinationKeyId: other.KeyId };
    expect(await refusal(kms.send(new ReEncryptCommand(move)))).toMatchObject(wrongKey);
    for (const CiphertextBlob of [Buffer.from("foreign"), Buffer.concat([Buffer.from(blob ?? []), Buffer.from("x")])]) {
      expect(await refusal(open({ CiphertextBlob }))).toMatchObject({ name: "InvalidCiphertextException", message: "" });
    }
    const { exception: name, message } = failureOf("InvalidCiphertextException", "crypto");
    expect(await refusal(open({}))).toMatchObject({ name, message });
    expect(await refusal(open({ EncryptionContext: { a: "2" } }))).toMatchObject({ name, message });
  });

  it("takes what the limits allow and no more", async () => {
    const most = Buffer.alloc(4096, 7);
    const { CiphertextBlob: blob } = await kms.send(new EncryptCommand({ KeyId: key.KeyId, Plaintext: most }));
    expect(blob?.length).toBeLessThanOrEqual(6144);
    expect(Buffer.from((await kms.send(new DecryptCommand({ CiphertextBlob: blob }))).Plaintext ?? [])).toEqual(most);
    const context = { k: "v".repeat(8192 - '{"k":""}'.length) };
    const bound = await sealed(key.KeyId, { EncryptionContext: context });
    expect(text((await kms.send(new DecryptCommand({ CiphertextBlob: bound, EncryptionContext: context }))).Plaintext)).toBe("plain");

    const constraint = (at: string, rule: string): string =>
      `1 validation error detected: ${at} failed to satisfy constraint: Member must have ${rule}`;
    const refused: readonly [Promise<unknown>, string][] = [
      [
        kms.send(new EncryptCommand({ KeyId: key.KeyId, Plaintext: Buffer.alloc(4097) })),
        constraint("Value at 'plaintext'", "length less than or equal to 4096"),
      ],
      [
        kms.send(new EncryptCommand({ KeyId: key.KeyId, Plaintext: Buffer.alloc(0) })),
        constraint("Value at 'plaintext'", "length greater than or equal to 1"),
      ],
      [kms.send(new GenerateRandomCommand({})), "NumberOfBytes is required."],
      [
        kms.send(new GenerateRandomCommand({ NumberOfBytes: 0 })),
        constraint("Value '0' at 'numberOfBytes'", "value greater than or equal to 1"),
      ],
      [
        kms.send(new GenerateRandomCommand({ NumberOfBytes: 1025 })),
        constraint("Value '1025' at 'numberOfBytes'", "value less than or equal to 1024"),
      ],
      [kms.send(new GenerateDataKeyCommand({ KeyId: key.KeyId })), "Please specify either number of bytes or key spec."],
    ];
    expect(await Promise.all(refused.map(([call]) => refusal(call)))).toMatchObject(
      refused.map(([, message]) => ({ name: "ValidationException", message })),
    );
  });

  it("says what a dry run would have done, and does nothing", async () => {
    const CiphertextBlob = await sealed(key.KeyId);
    const once = { KeyId: key.KeyId, DryRun: true };
    const calls = [
      kms.send(new EncryptCommand({ ...once, Plaintext: Buffer.from("x") })),
      kms.send(new DecryptCommand({ CiphertextBlob, DryRun: true })),
      kms.send(new GenerateDataKeyCommand({ ...once, KeySpec: "AES_128" })),
      kms.send(new GenerateDataKeyWithoutPlaintextCommand({ ...once, KeySpec: "AES_128" })),
      kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: other.KeyId, DryRun: true })),
      kms.send(new CreateGrantCommand({ ...once, GranteePrincipal: "arn:aws:iam::123456789012:user/dry", Operations: ["Encrypt"] })),
    ];
    for (const refused of await Promise.all(calls.map(refusal))) {
      expect(refused).toMatchObject({
        name: "DryRunOperationException",
        message: "The request would have succeeded, but the DryRun option is set.",
      });
    }
    expect((await kms.send(new ListGrantsCommand({ KeyId: key.KeyId }))).Grants).toEqual([]);
    expect((await refusal(kms.send(new EncryptCommand({ ...once, KeyId: "none", Plaintext: Buffer.from("x") })))).name).toBe(
      "NotFoundException",
    );
  });

  it("is not what a symmetric key in an external key store can do beyond that", async () => {
    const { KeyId, Arn } = key;
    const usage = (name: string): object => ({
      name: "InvalidKeyUsageException",
      message: `${Arn} key usage is ENCRYPT_DECRYPT which is not valid for ${name}.`,
    });
    const origin = {
      name: "UnsupportedOperationException",
      message: `${Arn} origin is EXTERNAL_KEY_STORE which is not valid for this operation.`,
    };
    const Message = Buffer.from("x");
    const mac = new GenerateMacCommand({ KeyId, Message, MacAlgorithm: "HMAC_SHA_256" });
    expect(await refusal(kms.send(mac))).toMatchObject(usage("GenerateMac"));
    const sign = new SignCommand({ KeyId, Message, SigningAlgorithm: "ECDSA_SHA_256" });
    expect(await refusal(kms.send(sign))).toMatchObject(usage("Sign"));
    expect(await refusal(kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: "RSA_2048" })))).toMatchObject(origin);
    expect(await refusal(kms.send(new EnableKeyRotationCommand({ KeyId })))).toMatchObject(origin);
    const importing = new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" });
    expect(await refusal(kms.send(importing))).toMatchObject(origin);
    expect((await refusal(kms.send(new GetPublicKeyCommand({ KeyId })))).name).toBe("UnsupportedOperationException");
    expect((await refusal(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "us-west-2" })))).name).toBe(
      "UnsupportedOperationException",
    );
    expect((await refusal(kms.send(new CreateKeyCommand({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" })))).name).toBe(
      "UnsupportedOperationException",
    );
  });
});

describe("aliases", () => {
  it("are made, moved, listed in pages and deleted", async () => {
    for (const name of ["x/1", "x/2", "x/3"]) await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: key.Arn }));
    await kms.send(new UpdateAliasCommand({ AliasName: "alias/x/3", TargetKeyId: other.KeyId }));
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await kms.send(new ListAliasesCommand({ KeyId: key.KeyId, Limit: 2, Marker }));
      expect(page.Aliases?.length).toBeLessThanOrEqual(2);
      names.push(...(page.Aliases ?? []).map(({ AliasName }) => AliasName));
      expect(page.Truncated).toBe(page.NextMarker !== undefined);
      Marker = page.NextMarker;
    } while (Marker);
    expect(names).toEqual(["alias/one", "alias/x/1", "alias/x/2"]);
    await kms.send(new DeleteAliasCommand({ AliasName: "alias/x/1" }));
    expect((await refusal(encrypt("alias/x/1"))).name).toBe("NotFoundException");
  });

  it("are refused in the service's words", async () => {
    const create = (AliasName: string, TargetKeyId = key.KeyId): Promise<unknown> =>
      kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    const refused: readonly [Promise<unknown>, string, string][] = [
      [
        create("noprefix"),
        "ValidationException",
        'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
      ],
      [create("alias/aws/s3"), "NotAuthorizedException", ""],
      [
        create("alias/a!"),
        "ValidationException",
        "1 validation error detected: Value 'alias/a!' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
      ],
      [create("alias/a:b"), "ValidationException", "alias/a:b contains invalid characters for an alias"],
      [create("alias/two", "alias/one"), "ValidationException", "Aliases must refer to keys. Not aliases"],
      [create("alias/one"), "AlreadyExistsException", "An alias with the name arn:aws:kms:us-east-1:123456789012:alias/one already exists"],
      [
        kms.send(new DeleteAliasCommand({ AliasName: "alias/none" })),
        "NotFoundException",
        "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found.",
      ],
    ];
    expect(await Promise.all(refused.map(([call]) => refusal(call)))).toMatchObject(
      refused.map(([, name, message]) => ({ name, message, status: 400 })),
    );
  });
});

describe("tags", () => {
  it("are set, replaced, listed and taken away", async () => {
    const { KeyId } = other;
    const tags = async (): Promise<unknown> => (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;
    await kms.send(
      new TagResourceCommand({
        KeyId,
        Tags: [
          { TagKey: "a", TagValue: "2" },
          { TagKey: "b", TagValue: "" },
        ],
      }),
    );
    expect(await tags()).toEqual([
      { TagKey: "a", TagValue: "2" },
      { TagKey: "b", TagValue: "" },
    ]);
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["a", "never"] }));
    expect(await tags()).toEqual([{ TagKey: "b", TagValue: "" }]);
  });

  it("are refused in the service's words", async () => {
    const tag = (...Tags: { TagKey: string; TagValue: string }[]): Promise<unknown> =>
      kms.send(new TagResourceCommand({ KeyId: key.KeyId, Tags }));
    const one = (TagKey: string, TagValue = "v"): { TagKey: string; TagValue: string } => ({ TagKey, TagValue });
    const many = Array.from({ length: 51 }, (_, i) => one(`key${i}`));
    const long = (at: string, value: string, most: number): string =>
      `1 validation error detected: Value '${value}' at 'tags.1.member.${at}' failed to satisfy constraint: Member must have length less than or equal to ${most}`;
    const refused: readonly [Promise<unknown>, string, string][] = [
      [tag(one("a"), one("a", "w")), "TagException", "Duplicate tag keys"],
      [tag(...many), "TagException", "Too many tags"],
      [tag(one("AWS:a")), "TagException", "Tags beginning with aws: are reserved"],
      [tag(one("k".repeat(129))), "ValidationException", long("tagKey", "k".repeat(129), 128)],
      [tag(one("k", "v".repeat(257))), "ValidationException", long("tagValue", "v".repeat(257), 256)],
    ];
    expect(await Promise.all(refused.map(([call]) => refusal(call)))).toMatchObject(
      refused.map(([, name, message]) => ({ name, message })),
    );
  });
});

describe("policies and grants", () => {
  it("keep a policy, and refuse one that is none or goes beyond what is enforced", async () => {
    const { KeyId } = key;
    const Policy = (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? "";
    expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }] });
    expect(await kms.send(new ListKeyPoliciesCommand({ KeyId }))).toMatchObject({ PolicyNames: ["default"], Truncated: false });
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy, PolicyName: "default" }));
    const odd = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
      ],
    });
    for (const wrong of ["my policy", odd]) {
      expect((await refusal(kms.send(new PutKeyPolicyCommand({ KeyId, Policy: wrong })))).name).toBe("MalformedPolicyDocumentException");
    }
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(Policy);
  });

  it("make, list, retire and revoke grants", async () => {
    const { KeyId } = other;
    const principal = (name: string): string => `arn:aws:iam::123456789012:user/${name}`;
    const input = {
      KeyId,
      GranteePrincipal: principal("grantee"),
      RetiringPrincipal: principal("retirer"),
      Operations: ["Encrypt" as const],
      Name: "g",
    };
    const made = await kms.send(new CreateGrantCommand(input));
    expect(made.GrantId).toMatch(/^[0-9a-f]{64}$/);
    // The same grant of the same name is the same grant.
    expect((await kms.send(new CreateGrantCommand(input))).GrantId).toBe(made.GrantId);
    const { Grants: grants } = await kms.send(new ListGrantsCommand({ KeyId }));
    expect(grants).toEqual([
      {
        KeyId: other.Arn,
        GrantId: made.GrantId,
        Name: "g",
        CreationDate: expect.any(Date),
        GranteePrincipal: principal("grantee"),
        RetiringPrincipal: principal("retirer"),
        IssuingAccount: "arn:aws:iam::123456789012:root",
        Operations: ["Encrypt"],
      },
    ]);
    const retirable = await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal: principal("retirer") }));
    expect(retirable.Grants?.map(({ GrantId }) => GrantId)).toEqual([made.GrantId]);
    await kms.send(new RetireGrantCommand({ GrantToken: made.GrantToken }));
    const { GrantId } = await kms.send(new CreateGrantCommand(input));
    await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
    expect(await refusal(kms.send(new RevokeGrantCommand({ KeyId, GrantId: "aabbccdd" })))).toMatchObject({
      name: "NotFoundException",
      message: "Grant ID aabbccdd not found",
    });
    expect((await refusal(kms.send(new CreateGrantCommand({ ...input, GranteePrincipal: "nobody" })))).name).toBe("InvalidArnException");
    expect((await refusal(kms.send(new RetireGrantCommand({ GrantToken: "abc" })))).name).toBe("InvalidGrantTokenException");
  });

  it("list all keys in pages", async () => {
    const ids: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await kms.send(new ListKeysCommand({ Limit: 1, Marker }));
      ids.push(...(page.Keys ?? []).map(({ KeyId }) => KeyId));
      Marker = page.NextMarker;
    } while (Marker);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([key.KeyId, other.KeyId]));
    expect((await refusal(kms.send(new ListKeysCommand({ Marker: "zzz" })))).name).toBe("InvalidMarkerException");
  });
});

describe("an answer of the KMS API", () => {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "cache-control": "no-cache, no-store, must-revalidate, private",
    expires: "0",
    pragma: "no-cache",
    "x-amzn-requestid": expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  };

  it("carries the service's headers, on either plane and on errors", async () => {
    for (const target of ["ListKeys", "GenerateRandom"]) {
      const answer = await signedCall(product, `TrentService.${target}`, { NumberOfBytes: target === "ListKeys" ? undefined : 16 });
      expect(answer).toMatchObject({ status: 200, headers });
    }
    for (const target of ["DescribeKey", "Encrypt"]) {
      const answer = await signedCall(product, `TrentService.${target}`, { KeyId: "none", Plaintext: "eA==" });
      expect(answer).toMatchObject({ status: 400, headers, document: { __type: "NotFoundException", message: "Invalid keyId 'none'" } });
    }
    // Real KMS leaves the member out where there is no message.
    const foreign = await signedCall(product, "TrentService.Decrypt", { CiphertextBlob: "eA==" });
    expect(foreign.document).toEqual({ __type: "InvalidCiphertextException" });
  });

  it("is an error of the API's own form for whatever is no request", async () => {
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    const bodies: readonly (string | object)[] = [
      "",
      "{",
      "null",
      "[]",
      '"text"',
      "\u0000",
      deep,
      `{"KeyId":${deep}}`,
      { KeyId: 1 },
      { KeyId: ["x"] },
      { KeyId: "" },
      { KeyId: "x".repeat(3000) },
      { KeyId: "\u0007", Plaintext: "eA==" },
      { KeyId: key.KeyId, Plaintext: "***" },
      { KeyId: key.KeyId, Plaintext: 7 },
      { KeyId: key.KeyId, EncryptionContext: [] },
      { KeyId: key.KeyId, EncryptionContext: { a: null } },
      { KeyId: key.KeyId, GrantTokens: Array.from({ length: 11 }, () => "t") },
      "x".repeat(300_000),
    ];
    for (const body of bodies) {
      for (const operation of ["Encrypt", "Decrypt", "CreateKey", "CreateGrant", "TagResource", "UpdateCustomKeyStore"]) {
        const { status, document } = await signedCall(product, `TrentService.${operation}`, body);
        expect([status, operation, JSON.stringify(body).slice(0, 60)]).toEqual([
          expect.toSatisfy((code: number) => code >= 400 && code < 500),
          operation,
          expect.anything(),
        ]);
        expect(document["__type"]).toMatch(/(Exception|Error)$/);
      }
    }
    const unknown = { status: 400, document: { __type: expect.stringMatching(/UnknownOperationException$/) } };
    for (const target of ["TrentService.Fly", "TrentService.", "TrentService.encrypt", "Trent", "TrentService.constructor"]) {
      expect(await signedCall(product, target, {})).toMatchObject(unknown);
    }
    // Unknown members are ignored, as AWS does; another content type is not.
    expect((await signedCall(product, "TrentService.ListKeys", { Surprise: true })).status).toBe(200);
    expect((await signedCall(product, "TrentService.ListKeys", {}, { headers: { "content-type": "text/plain" } })).status).toBe(400);
  });
});
