/** The life of an external key store through the SDK: made, refused, connected, changed, disconnected, deleted. */
import {
  ConnectCustomKeyStoreCommand,
  CreateCustomKeyStoreCommand,
  type CreateCustomKeyStoreCommandInput,
  CreateKeyCommand,
  DeleteCustomKeyStoreCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisconnectCustomKeyStoreCommand,
  EncryptCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
  UpdateCustomKeyStoreCommand,
} from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  connectionErrorCodeOf,
  exceptionTable,
  externalKeyMessages,
  failureOf,
  notConnectedFailure,
  unhealthyFailure,
} from "../../src/model/xks-failures.ts";
import type { Fault } from "../../src/proxy/faults/fault-file.ts";
import { xksErrorNames } from "../../src/xks/errors.ts";
import { kmsClient } from "../support/clients.ts";
import { connectedKeyStore, describeKeyStore, injectFaults, keyStoreInput, newKey, reachState, refusal } from "../support/key-stores.ts";
import { freePort, type Product, runCommand, startProduct } from "../support/product.ts";

let product: Product;
let kms: KMSClient;
/** What CreateCustomKeyStore takes for a prefix that no store uses. */
let input: CreateCustomKeyStoreCommandInput;
beforeAll(async () => {
  // Time enough for a proxy on a busy machine: nothing here is about 250 ms.
  product = await startProduct({ options: ["--faults", "--proxy-timeout", "2000"] });
  kms = kmsClient(product, { maxAttempts: 1 });
  input = await keyStoreInput(product, kms, "spare");
});
afterEach(() => injectFaults(product));
afterAll(() => product?.stop());

const create = (more: Partial<CreateCustomKeyStoreCommandInput> = {}): Promise<unknown> =>
  kms.send(new CreateCustomKeyStoreCommand({ ...input, ...more }));
const unreachable = (reason: "no-communication" | "no-tls" | "time-out"): { name: string; message: string } =>
  expected("XksProxyUnreachableException", reason);
const expected = (
  exceptionName: Parameters<typeof failureOf>[0],
  reason?: "no-communication" | "no-tls" | "time-out",
): { name: string; message: string } => {
  const { exception: name, message } = failureOf(exceptionName, "create-key-store", reason);
  return { name, message };
};
const other = { AccessKeyId: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", RawSecretAccessKey: "n0t/the+secret".repeat(4) };

describe("the life of an external key store", () => {
  it("goes from a configuration file over CONNECTED and back, and ends", async () => {
    const { output } = await runCommand(["proxy", "config-file", "--store", "life", "--data", product.dataDirectory]);
    const file = JSON.parse(output) as Pick<CreateCustomKeyStoreCommandInput, "XksProxyUriPath" | "XksProxyAuthenticationCredential">;
    const { CustomKeyStoreId: id = "" } = await kms.send(
      new CreateCustomKeyStoreCommand({ ...input, ...file, CustomKeyStoreName: "life" }),
    );
    expect(id).toMatch(/^cks-[0-9a-f]{17}$/);
    const made = await describeKeyStore(kms, { CustomKeyStoreName: "life" });
    expect(made).toEqual({
      CustomKeyStoreId: id,
      CustomKeyStoreName: "life",
      CustomKeyStoreType: "EXTERNAL_KEY_STORE",
      ConnectionState: "DISCONNECTED",
      CreationDate: expect.any(Date),
      XksProxyConfiguration: {
        Connectivity: "PUBLIC_ENDPOINT",
        AccessKeyId: file.XksProxyAuthenticationCredential?.AccessKeyId,
        UriEndpoint: input.XksProxyUriEndpoint,
        UriPath: "/life/kms/xks/v1",
      },
    });

    const createKey = new CreateKeyCommand({ Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId: id, XksKeyId: "life-key" });
    expect(await refusal(kms.send(createKey))).toMatchObject({ name: "CustomKeyStoreInvalidStateException", status: 400 });
    expect((await refusal(kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: id })))).name).toBe(
      "CustomKeyStoreInvalidStateException",
    );

    await kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
    await reachState(kms, id, "CONNECTED");
    // As on AWS, connecting what is connected is no error.
    await kms.send(new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
    const key = await newKey(product, kms, id, "life-key");
    const encrypt = new EncryptCommand({ KeyId: key.KeyId, Plaintext: Buffer.from("x") });
    await kms.send(encrypt);

    // Name, credential and path change in any state; the endpoint does not.
    await kms.send(new UpdateCustomKeyStoreCommand({ CustomKeyStoreId: id, NewCustomKeyStoreName: "second life" }));
    expect((await describeKeyStore(kms, { CustomKeyStoreId: id })).CustomKeyStoreName).toBe("second life");
    const move = new UpdateCustomKeyStoreCommand({ CustomKeyStoreId: id, XksProxyUriEndpoint: input.XksProxyUriEndpoint });
    expect((await refusal(kms.send(move))).name).toBe("CustomKeyStoreInvalidStateException");
    const spoil = new UpdateCustomKeyStoreCommand({ CustomKeyStoreId: id, XksProxyAuthenticationCredential: other });
    expect(await refusal(kms.send(spoil))).toMatchObject(expected("AuthenticationFailedException"));
    await kms.send(encrypt);

    const remove = new DeleteCustomKeyStoreCommand({ CustomKeyStoreId: id });
    expect((await refusal(kms.send(remove))).name).toBe("CustomKeyStoreHasCMKsException");
    await kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
    await reachState(kms, id, "DISCONNECTED");
    expect((await kms.send(new DescribeKeyCommand({ KeyId: key.KeyId }))).KeyMetadata?.KeyState).toBe("Unavailable");
    expect(await refusal(kms.send(encrypt))).toMatchObject({ name: "KMSInvalidStateException", message: notConnectedFailure.message });
    expect((await refusal(kms.send(remove))).name).toBe("CustomKeyStoreHasCMKsException");
    await kms.send(move);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key.KeyId, PendingWindowInDays: 7 }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId: key.KeyId }))).KeyMetadata?.KeyState).toBe("PendingDeletion");
  });

  it("deletes a store without keys, which is then unknown", async () => {
    const id = await connectedKeyStore(product, kms, "short");
    const remove = new DeleteCustomKeyStoreCommand({ CustomKeyStoreId: id });
    expect((await refusal(kms.send(remove))).name).toBe("CustomKeyStoreInvalidStateException");
    await kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
    await kms.send(remove);
    const unknown = { name: "CustomKeyStoreNotFoundException", message: "", status: 400 };
    expect(await refusal(kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreId: id })))).toMatchObject(unknown);
    for (const Command of [ConnectCustomKeyStoreCommand, DisconnectCustomKeyStoreCommand, DeleteCustomKeyStoreCommand]) {
      expect(await refusal(kms.send(new Command({ CustomKeyStoreId: id })))).toMatchObject(unknown);
    }
    // Its address and name are free again.
    await kms.send(new CreateCustomKeyStoreCommand(await keyStoreInput(product, kms, "short")));
  });
});

describe("a key store that cannot be made", () => {
  it("says a wrong credential, a wrong path and an endpoint where nobody is", async () => {
    expect(await refusal(create({ XksProxyAuthenticationCredential: other }))).toMatchObject(expected("AuthenticationFailedException"));
    expect(await refusal(create({ XksProxyUriPath: "/nowhere/kms/xks/v1" }))).toMatchObject(expected("InvalidUriPathException"));
    const nobody = `https://127.0.0.1:${await freePort()}`;
    expect(await refusal(create({ XksProxyUriEndpoint: nobody }))).toMatchObject(unreachable("no-communication"));
    expect(await refusal(create({ XksProxyUriEndpoint: "https://no-such-host.invalid" }))).toMatchObject(unreachable("no-communication"));
    // The product's own port speaks no TLS.
    expect(await refusal(create({ XksProxyUriEndpoint: product.address.replace("http:", "https:") }))).toMatchObject(unreachable("no-tls"));
    expect(
      (await kms.send(new DescribeCustomKeyStoresCommand({}))).CustomKeyStores?.map(({ CustomKeyStoreName }) => CustomKeyStoreName),
    ).not.toContain("spare");
  });

  it("says a name and an address that are taken", async () => {
    const demo = await keyStoreInput(product, kms, "demo");
    expect((await refusal(create({ CustomKeyStoreName: "demo" }))).name).toBe("CustomKeyStoreNameInUseException");
    const taken = { XksProxyUriPath: demo.XksProxyUriPath, XksProxyAuthenticationCredential: demo.XksProxyAuthenticationCredential };
    expect((await refusal(create(taken))).name).toBe("XksProxyUriInUseException");
  });

  it("says an unknown VPC endpoint service, and members that contradict each other", async () => {
    const service = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0";
    const overService = {
      XksProxyConnectivity: "VPC_ENDPOINT_SERVICE",
      XksProxyVpcEndpointServiceName: service,
      XksProxyUriEndpoint: "https://xks.example.com",
    } as const;
    expect((await refusal(create(overService))).name).toBe("XksProxyVpcEndpointServiceNotFoundException");
    expect((await refusal(create({ XksProxyVpcEndpointServiceName: service }))).name).toBe("ValidationException");
    expect((await refusal(create({ XksProxyConnectivity: undefined }))).name).toBe("ValidationException");
    expect((await refusal(create({ CustomKeyStoreType: "AWS_CLOUDHSM" }))).name).toBe("ValidationException");
    expect(await refusal(create({ XksProxyUriPath: "/spare/kms/xks/" }))).toMatchObject({
      name: "ValidationException",
      message: expect.stringMatching(
        /^1 validation error detected: Value '\/spare\/kms\/xks\/' at 'xksProxyUriPath' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
      ),
    });
    const short = { AccessKeyId: "ABCDEFGHIJKLMNOPQRST", RawSecretAccessKey: "tooshort" };
    const { message } = await refusal(create({ XksProxyAuthenticationCredential: short }));
    expect(message).toContain("'xksProxyAuthenticationCredential.rawSecretAccessKey'");
    expect(message).not.toContain("tooshort");
  });

  it.each(xksErrorNames)("maps the proxy's %s by the table, on creating and on connecting", async (errorName) => {
    const fault: Fault = { kind: "error", errorName, operation: "GetHealthStatus", prefix: "/spare" };
    injectFaults(product, fault);
    expect(await refusal(create())).toMatchObject(expected(errorName));
    expect(exceptionTable.map(({ exceptionName }) => exceptionName)).toContain(errorName);
  });

  it.each(["garbage", "html", "empty", "wrong-size", "missing-member"] as const)(
    "takes %s for an answer that cannot be read",
    async (kind) => {
      injectFaults(product, { kind, prefix: "/spare" });
      expect(await refusal(create())).toMatchObject(expected("ValidationException"));
    },
  );

  it("says that all key managers are unavailable, and takes a degraded one", async () => {
    injectFaults(product, { kind: "key-managers", healthStatuses: ["UNAVAILABLE", "UNAVAILABLE"], prefix: "/spare" });
    expect(await refusal(create())).toMatchObject({ name: unhealthyFailure.exception, message: unhealthyFailure.message });
    injectFaults(product, { kind: "key-managers", healthStatuses: ["UNAVAILABLE", "DEGRADED"], prefix: "/spare" });
    await create();
    const { CustomKeyStoreId } = await describeKeyStore(kms, { CustomKeyStoreName: "spare" });
    await kms.send(new DeleteCustomKeyStoreCommand({ CustomKeyStoreId }));
  });
});

describe("a connect that fails", () => {
  it.each([
    { fault: { kind: "error", errorName: "AuthenticationFailedException" }, code: connectionErrorCodeOf("AuthenticationFailedException") },
    { fault: { kind: "error", errorName: "AccessDeniedException" }, code: connectionErrorCodeOf("AccessDeniedException") },
    { fault: { kind: "error", errorName: "InvalidUriPathException" }, code: connectionErrorCodeOf("InvalidUriPathException") },
    { fault: { kind: "html" }, code: connectionErrorCodeOf("ValidationException") },
    { fault: { kind: "reset" }, code: "XKS_PROXY_NOT_REACHABLE" },
    { fault: { kind: "key-managers", healthStatuses: ["UNAVAILABLE"] }, code: "XKS_PROXY_NOT_REACHABLE" },
    { fault: { kind: "hang" }, code: "XKS_PROXY_TIMED_OUT" },
  ] satisfies readonly { fault: Fault; code: string }[])("is FAILED with $code", async ({ fault, code }) => {
    const name = "failing";
    const { CustomKeyStores: all } = await kms.send(new DescribeCustomKeyStoresCommand({}));
    const known = all?.find(({ CustomKeyStoreName }) => CustomKeyStoreName === name)?.CustomKeyStoreId;
    const id = known ?? (await kms.send(new CreateCustomKeyStoreCommand(await keyStoreInput(product, kms, name)))).CustomKeyStoreId ?? "";
    injectFaults(product, { ...fault, prefix: `/${name}` });
    const connect = new ConnectCustomKeyStoreCommand({ CustomKeyStoreId: id });
    await kms.send(connect);
    expect((await reachState(kms, id, "FAILED")).ConnectionErrorCode).toBe(code);
    expect((await refusal(kms.send(connect))).name).toBe("CustomKeyStoreInvalidStateException");
    await kms.send(new DisconnectCustomKeyStoreCommand({ CustomKeyStoreId: id }));
    expect((await describeKeyStore(kms, { CustomKeyStoreId: id })).ConnectionErrorCode).toBeUndefined();
  });
});

describe("a key that cannot be made", () => {
  const createKey = async (XksKeyId: string): Promise<unknown> => {
    const { CustomKeyStoreId } = await describeKeyStore(kms, { CustomKeyStoreName: "demo" });
    return kms.send(new CreateKeyCommand({ Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId, XksKeyId }));
  };

  it("says an external key that is not there, in use, disabled, or of another usage", async () => {
    const { exception, message } = failureOf("KeyNotFoundException", "create-key");
    expect(await refusal(createKey("not-there"))).toMatchObject({ name: exception, message });
    expect((await refusal(createKey("demo-key"))).name).toBe("XksKeyAlreadyInUseException");
    const proxyKeys = (...words: string[]): Promise<unknown> => runCommand(["proxy", "keys", ...words, "--data", product.dataDirectory]);
    await Promise.all([proxyKeys("create", "encrypts-only", "--usage", "ENCRYPT"), proxyKeys("create", "asleep")]);
    await proxyKeys("disable", "asleep");
    const wrong = { name: "XksKeyInvalidConfigurationException" };
    expect(await refusal(createKey("encrypts-only"))).toMatchObject({ ...wrong, message: externalKeyMessages.keyUsage(["ENCRYPT"]) });
    expect(await refusal(createKey("asleep"))).toMatchObject({ ...wrong, message: externalKeyMessages.keyStatus("DISABLED") });
  });

  it.each(xksErrorNames)("maps the proxy's %s by the table", async (errorName) => {
    injectFaults(product, { kind: "error", errorName, operation: "GetKeyMetadata", prefix: "/demo" });
    const { exception: name, message } = failureOf(errorName, "create-key");
    expect(await refusal(createKey("free"))).toMatchObject({ name, message });
  });
});
