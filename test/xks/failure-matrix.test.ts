/**
 * Every fault between the KMS side and a proxy × every KMS operation that can meet it, over real TLS: recorded once under
 * the right name, type and latency, returned under the right exception with its message, retried as the table says.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../src/aws/api-error.ts";
import type { Caller } from "../../src/aws/caller.ts";
import type { CallPurpose } from "../../src/kms/data-planes.ts";
import { createCryptoContext, cryptoOperations } from "../../src/kms/crypto.ts";
import { managementOperations, startKeyStoreLife } from "../../src/kms/management.ts";
import { fakeHouse, newStoreInput, placeKey, placeKeyStore } from "../../src/kms/management/fake-house.fixture.ts";
import type { FakeHouse } from "../../src/kms/management/fake-house.fixture.ts";
import type { Interaction } from "../../src/model/interaction.ts";
import { connectionErrorCodeOf, defaultAttemptTimeMs, errorTypeOf, failureOf, timeOutRowOf } from "../../src/model/xks-failures.ts";
import type { OperationKind } from "../../src/model/xks-failures.ts";
import type { KmsOperation, XksOperation } from "../../src/model/xks-operation.ts";
import { datapointsOfInteraction } from "../../src/recorder/datapoints.ts";
import { createXksClient } from "../../src/xks/client.ts";
import type { CallMetadata, XksClient } from "../../src/xks/calls.ts";
import { createAuthority } from "./certificates.ts";
import { until } from "./client-house.ts";
import { answerWell } from "./fault-server.ts";
import { Places, faults } from "./faults.ts";
import type { Fault } from "./faults.ts";

const keyStoreId = "cks-1234567890abcdef0";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const Plaintext = Buffer.from("attack at dawn");

let places: Places;
let trustedCa: string;
let house: FakeHouse;
let client: XksClient;
let interactions: Interaction[];

beforeAll(async () => {
  const [trusted, untrusted] = await Promise.all([createAuthority(), createAuthority("another authority")]);
  trustedCa = trusted.certificate;
  places = await Places.open(trusted, untrusted);
});

afterAll(() => places.close());

beforeEach(async () => {
  house = fakeHouse();
  interactions = [];
  client = createXksClient({
    clock: house.clock,
    region: "us-east-1",
    onInteraction: (interaction) => interactions.push(interaction),
    trustedCa: [trustedCa],
  });
  house.dataPlanes.health = (target) => client.getHealthStatus(target, metadataOf(house.dataPlanes.asked.at(-1)?.purpose));
  house.dataPlanes.keyMetadata = (externalKeyId) => {
    const { target, purpose } = house.dataPlanes.asked.at(-1) ?? expect.fail();
    return client.getKeyMetadata(target, externalKeyId, metadataOf(purpose));
  };
  return () => client.close();
});

function metadataOf({ kmsOperation, kmsRequestId, callerArn }: CallPurpose = expect.fail()): CallMetadata {
  return { kmsOperation, kmsRequestId, ...(callerArn === undefined ? undefined : { awsPrincipalArn: callerArn }) };
}

interface Way {
  readonly operation: KmsOperation;
  readonly xksOperation: XksOperation;
  /** By which column of the exception table it answers; absent where it does not answer at all. */
  readonly kind?: OperationKind;
  /** Puts in place what it needs at a good proxy; then the call itself at the faulty endpoint. */
  readonly prepare?: () => Promise<unknown>;
  readonly call: (endpoint: string, prepared: unknown) => Promise<unknown>;
}

const manage = (name: string, input: Record<string, unknown>): Promise<unknown> =>
  Promise.resolve((managementOperations.get(name) ?? expect.fail(`no ${name}`)).handle(input as never, house.call()));

const user: Caller = {
  arn: "arn:aws:iam::123456789012:user/alice",
  accountId: "123456789012",
  role: "user",
  by: "signature",
  remoteAddress: "",
};

function crypto(name: string, input: Record<string, unknown>): Promise<unknown> {
  const context = createCryptoContext({
    directory: house.context.directory,
    xksClient: client,
    facts: { kmsRequest: () => undefined },
    clock: house.clock,
  });
  return Promise.resolve(cryptoOperations.get(name)?.handle(input as never, { context, caller: user, requestId: "request-1" }));
}

/** The key store, with its proxy at this endpoint. */
const place = (uriEndpoint: string, state: "CONNECTED" | "DISCONNECTED" = "CONNECTED") =>
  placeKeyStore(house, { id: keyStoreId, uriEndpoint, connectionState: state });

async function blob(): Promise<unknown> {
  places.good.behave = answerWell;
  await place(places.endpoint("good TLS"));
  await placeKey(house);
  const { CiphertextBlob } = (await crypto("Encrypt", { KeyId: keyId, Plaintext })) as { readonly CiphertextBlob: Uint8Array };
  await client.close();
  return CiphertextBlob;
}

const withKey = (call: (prepared: unknown) => Promise<unknown>) => async (endpoint: string, prepared: unknown) => {
  await place(endpoint);
  await placeKey(house);
  return call(prepared);
};

const ways: readonly Way[] = [
  { operation: "Encrypt", xksOperation: "Encrypt", kind: "crypto", call: withKey(() => crypto("Encrypt", { KeyId: keyId, Plaintext })) },
  {
    operation: "Decrypt",
    xksOperation: "Decrypt",
    kind: "crypto",
    prepare: blob,
    call: withKey((CiphertextBlob) => crypto("Decrypt", { CiphertextBlob })),
  },
  {
    operation: "ReEncrypt",
    xksOperation: "Decrypt",
    kind: "crypto",
    prepare: blob,
    call: withKey((CiphertextBlob) => crypto("ReEncrypt", { CiphertextBlob, DestinationKeyId: keyId })),
  },
  {
    operation: "GenerateDataKey",
    xksOperation: "Encrypt",
    kind: "crypto",
    call: withKey(() => crypto("GenerateDataKey", { KeyId: keyId, KeySpec: "AES_256" })),
  },
  {
    operation: "GenerateDataKeyWithoutPlaintext",
    xksOperation: "Encrypt",
    kind: "crypto",
    call: withKey(() => crypto("GenerateDataKeyWithoutPlaintext", { KeyId: keyId, KeySpec: "AES_256" })),
  },
  {
    operation: "CreateKey",
    xksOperation: "GetKeyMetadata",
    kind: "create-key",
    async call(endpoint) {
      await place(endpoint);
      return manage("CreateKey", { Origin: "EXTERNAL_KEY_STORE", CustomKeyStoreId: keyStoreId, XksKeyId: "key-1" });
    },
  },
  {
    operation: "CreateCustomKeyStore",
    xksOperation: "GetHealthStatus",
    kind: "create-key-store",
    call: (XksProxyUriEndpoint) => manage("CreateCustomKeyStore", { ...newStoreInput, XksProxyUriEndpoint }),
  },
  {
    operation: "UpdateCustomKeyStore",
    xksOperation: "GetHealthStatus",
    kind: "create-key-store",
    async call(XksProxyUriEndpoint) {
      await place(places.endpoint("good TLS"), "DISCONNECTED");
      return manage("UpdateCustomKeyStore", { CustomKeyStoreId: keyStoreId, XksProxyUriEndpoint, XksProxyUriPath: "/new/kms/xks/v1" });
    },
  },
  {
    operation: "ConnectCustomKeyStore",
    xksOperation: "GetHealthStatus",
    async call(endpoint) {
      await place(endpoint, "DISCONNECTED");
      await manage("ConnectCustomKeyStore", { CustomKeyStoreId: keyStoreId });
    },
  },
  {
    operation: "KmsHealthCheck",
    xksOperation: "GetHealthStatus",
    async call(endpoint) {
      await place(endpoint);
      startKeyStoreLife(house.context);
    },
  },
];

/** Lets time run out as often as the fault makes a call wait for it. */
async function passTime(fault: Fault, attempts: number): Promise<void> {
  if (fault.end !== "nothing-in-time" && fault.end !== "body-incomplete-in-time") return;
  const arrived = (): number => (fault.place === "silent" ? places.silent.connections : places.good.requests.length);
  const before = arrivedBefore;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await until(() => arrived() >= before + attempt);
    // What the proxy wrote after the request is with the client after some turns of the loop.
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    await house.clock.advance(defaultAttemptTimeMs);
  }
}
let arrivedBefore = 0;

describe.each(ways)("$operation", (way) => {
  const possible = faults.filter(({ only }) => !only || only.includes(way.xksOperation));

  it.each(possible)("at a proxy that has this: $what", async (fault) => {
    const prepared = await way.prepare?.();
    interactions.length = 0;
    const row = timeOutRowOf(fault.end);
    const attempts = row.retry === "once" ? 2 : 1;
    if (fault.behave) places.good.behave = fault.behave;
    arrivedBefore = fault.place === "silent" ? places.silent.connections : places.good.requests.length;
    const outcome = way.call(places.endpoint(fault.place), prepared).then(
      () => "no error",
      (error: unknown) => (error instanceof ApiError ? `${error.details.code}: ${error.details.message}` : Promise.reject(error as Error)),
    );
    await passTime(fault, attempts);
    await until(() => interactions.length > 0);

    if (way.kind) {
      const { exception, message } = failureOf(fault.exceptionName, way.kind, row.reason);
      expect(await outcome).toBe(`${exception}: ${message}`);
    } else expect(await outcome).toBe("no error");
    if (way.operation === "ConnectCustomKeyStore") {
      const store = () => house.context.directory.keyStore(keyStoreId);
      await until(() => store()?.connectionState === "FAILED");
      expect(store()?.connectionErrorCode).toBe(connectionErrorCodeOf(fault.exceptionName, row.reason));
    }

    expect(interactions).toHaveLength(1);
    const [interaction] = interactions;
    expect(interaction).toMatchObject({
      keyStoreId: way.operation === "CreateCustomKeyStore" ? expect.any(String) : keyStoreId,
      kmsOperation: way.operation,
      xksOperation: way.xksOperation,
      latencyMs: row.latency === "allotted" ? attempts * defaultAttemptTimeMs : 0,
      failure: { exceptionName: fault.exceptionName },
    });
    expect(interaction?.attempts).toHaveLength(attempts);
    expect(recordedIn(interaction ?? expect.fail())).toEqual({
      ErrorType: errorTypeOf(fault.exceptionName),
      ExceptionName: fault.exceptionName,
      KmsOperation: way.operation,
      XksOperation: way.xksOperation,
      value: 1,
    });
  });
});

/** The dimensions of the one XksProxyErrors datapoint. */
function recordedIn(interaction: Interaction): Record<string, unknown> {
  const [point, ...more] = datapointsOfInteraction(interaction).filter(({ series }) => series.metricName === "XksProxyErrors");
  if (!point || more.length > 0) throw new Error("not exactly one XksProxyErrors datapoint");
  const dimensions = Object.fromEntries(point.series.dimensions.map(({ name, value }) => [name, value]));
  const { ErrorType, ExceptionName, KmsOperation, XksOperation } = dimensions;
  return { ErrorType, ExceptionName, KmsOperation, XksOperation, value: point.value };
}
