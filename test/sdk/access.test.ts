/** Who may call at all, and who may do what: signatures, roles, policies and grants, with access keys made by the command. */
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  EncryptCommand,
  type KMSClient,
  ListKeysCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudWatchClient, kmsClient } from "../support/clients.ts";
import { describeKeyStore, newKey, refusal } from "../support/key-stores.ts";
import { type Product, runCommand, startProduct } from "../support/product.ts";
import { signedCall } from "../support/signed-call.ts";

type Credentials = Product["credentials"];

let product: Product;
let kms: KMSClient;
let keyId: string;
let user: Credentials;
let viewer: Credentials;
beforeAll(async () => {
  product = await startProduct();
  kms = kmsClient(product, { maxAttempts: 1 });
  const { CustomKeyStoreId = "" } = await describeKeyStore(kms, { CustomKeyStoreName: "demo" });
  keyId = (await newKey(product, kms, CustomKeyStoreId, "guarded")).KeyId;
  [user, viewer] = await Promise.all([newAccessKey("ursula", "user"), newAccessKey("victor", "viewer")]);
});
afterAll(() => product?.stop());

async function newAccessKey(name: string, role: string): Promise<Credentials> {
  const { output } = await runCommand(["access-keys", "create", name, "--role", role, "--data", product.dataDirectory]);
  const [, accessKeyId = "", secretAccessKey = ""] = /Access key id +(\S+)\nSecret access key +(\S+)\n/.exec(output) ?? [];
  return { accessKeyId, secretAccessKey };
}

const as = (credentials: Credentials): KMSClient =>
  kmsClient({ address: product.address, region: product.region, credentials }, { maxAttempts: 1 });
const encrypt = (EncryptionContext?: Record<string, string>): EncryptCommand =>
  new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("plain"), EncryptionContext });
const arn = (name: string): string => `arn:aws:iam::123456789012:user/${name}`;

describe("a call of the KMS API", () => {
  const target = "TrentService.ListKeys";

  it("must be signed, with a key that is known, rightly, in time, for this service", async () => {
    const now = Date.now();
    const cases = [
      [{ unsigned: true }, 403, "MissingAuthenticationTokenException"],
      [{ credentials: { ...product.credentials, accessKeyId: "AKIAAAAAAAAAAAAAAAAA" } }, 403, "UnrecognizedClientException"],
      [{ credentials: { ...product.credentials, secretAccessKey: "wrong" } }, 403, "InvalidSignatureException"],
      [{ at: new Date(now - 6 * 60_000) }, 403, "InvalidSignatureException"],
      [{ at: new Date(now + 6 * 60_000) }, 403, "InvalidSignatureException"],
      [{ service: "s3" }, 403, "InvalidSignatureException"],
      [
        { spoil: (headers: Record<string, string>) => void (headers["authorization"] = "AWS4-HMAC-SHA256 Credential=x") },
        400,
        "IncompleteSignatureException",
      ],
      [
        { spoil: (headers: Record<string, string>) => void (headers["x-amz-target"] = "TrentService.ListAliases") },
        403,
        "InvalidSignatureException",
      ],
    ] as const;
    for (const [options, status, code] of cases) {
      const answer = await signedCall(product, target, {}, options);
      expect([answer.status, answer.document["__type"]]).toEqual([status, expect.stringMatching(new RegExp(`${code}$`))]);
      expect(answer.headers["x-amzn-requestid"]).toBeDefined();
    }
    expect((await signedCall(product, target, {}, { at: new Date(now - 4 * 60_000) })).status).toBe(200);
    // The other plane's operations ask the same.
    expect((await signedCall(product, "TrentService.Encrypt", {}, { unsigned: true })).status).toBe(403);
  });

  it("must come under a name of this service, and from no other page", async () => {
    const ofElsewhere = { headers: { origin: "https://elsewhere.example" } };
    expect((await signedCall(product, target, {}, ofElsewhere)).status).toBe(403);
    expect((await signedCall(product, target, {}, { spoil: (headers) => void (headers["host"] = "elsewhere.example") })).status).toBe(403);
  });
});

describe("roles", () => {
  it("let a user encrypt, decrypt and describe, and change nothing", async () => {
    const client = as(user);
    const { CiphertextBlob } = await client.send(encrypt());
    await client.send(new DecryptCommand({ CiphertextBlob }));
    await client.send(new DescribeKeyCommand({ KeyId: keyId }));
    await client.send(new ListKeysCommand({}));
    const refused = await Promise.all([
      refusal(client.send(new CreateKeyCommand({}))),
      refusal(client.send(new ScheduleKeyDeletionCommand({ KeyId: keyId }))),
      refusal(client.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: "{}" }))),
    ]);
    for (const { name, message, status } of refused) {
      expect([name, status]).toEqual(["AccessDeniedException", 400]);
      expect(message).toMatch(/^User: arn:aws:iam::123456789012:user\/ursula is not authorized to perform: kms:\w+ /);
    }
  });

  it("let a viewer see key stores and metrics, and use no keys", async () => {
    const client = as(viewer);
    await client.send(new DescribeCustomKeyStoresCommand({}));
    await cloudWatchClient({ address: product.address, region: product.region, credentials: viewer }).send(new ListMetricsCommand({}));
    for (const call of [client.send(encrypt()), client.send(new DecryptCommand({ CiphertextBlob: Buffer.from("x") }))]) {
      expect((await refusal(call)).name).toMatch(/AccessDeniedException|InvalidCiphertextException/);
    }
    expect((await refusal(client.send(encrypt()))).name).toBe("AccessDeniedException");
  });

  it("end with their access key", async () => {
    const gone = await newAccessKey("gone", "user");
    await as(gone).send(encrypt());
    await runCommand(["access-keys", "delete", "gone", "--data", product.dataDirectory]);
    expect(await refusal(as(gone).send(encrypt()))).toMatchObject({ name: "UnrecognizedClientException", status: 403 });
  });
});

describe("key policies and grants", () => {
  const policy = (...more: object[]): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" }, ...more],
    });

  it("enforce a Deny for one encryption context at once", async () => {
    const deny = {
      Effect: "Deny",
      Principal: { AWS: arn("ursula") },
      Action: "kms:Encrypt",
      Resource: "*",
      Condition: { StringEquals: { "kms:EncryptionContext:project": "secret" } },
    };
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy(deny) }));
    const refused = await refusal(as(user).send(encrypt({ project: "secret" })));
    expect(refused).toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("with an explicit deny in a resource-based policy"),
    });
    await as(user).send(encrypt({ project: "open" }));
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy() }));
    await as(user).send(encrypt({ project: "secret" }));
  });

  it("give by a grant what the policy does not, within its constraints, until it is revoked", async () => {
    const admins = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: arn("admin") }, Action: "kms:*", Resource: "*" }],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: admins }));
    expect((await refusal(as(user).send(encrypt()))).name).toBe("AccessDeniedException");
    const { GrantId, GrantToken = "" } = await kms.send(
      new CreateGrantCommand({
        KeyId: keyId,
        GranteePrincipal: arn("ursula"),
        Operations: ["Encrypt"],
        Constraints: { EncryptionContextSubset: { team: "a" } },
      }),
    );
    await as(user).send(encrypt({ team: "a", more: "b" }));
    await as(user).send(
      new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("x"), EncryptionContext: { team: "a" }, GrantTokens: [GrantToken] }),
    );
    expect((await refusal(as(user).send(encrypt({ team: "b" })))).name).toBe("AccessDeniedException");
    await kms.send(new RevokeGrantCommand({ KeyId: keyId, GrantId }));
    expect((await refusal(as(user).send(encrypt({ team: "a" })))).name).toBe("AccessDeniedException");
  });
});
