/** For tests: a management plane in memory, with a clock that stands still and data planes that answer as told. */
import { connectionEventId } from "./connection-state.ts";
import { createManagementContext, type ManagementContext } from "./management-context.ts";
import { defaultKeyPolicy } from "../key-policy/default-key-policy.ts";
import type { Call } from "../../aws/operation.ts";
import type { Caller } from "../../aws/caller.ts";
import type { CallPurpose, DataPlanes } from "../data-planes.ts";
import { type DirectoryChange, MutableDirectory } from "../directory.ts";
import type { HealthAnswer, KeyMetadataAnswer, XksTarget } from "../../xks/calls.ts";
import { ManualClock } from "../../lib/clock.ts";
import { MemoryMetricStore } from "../../store/memory-metric-store.ts";
import { MemoryResourceStore } from "../../store/memory-resource-store.ts";
import type { Certificate } from "../../model/certificate.ts";
import type { HealthCheck } from "../../model/health-check.ts";
import type { KeyStore } from "../../model/key-store.ts";
import type { KmsKey } from "../../model/kms-key.ts";
import type { ResourceStore } from "../../store/resource-store.ts";

const installation = { region: "us-east-1", accountId: "123456789012" };

export const fakeCertificate: Certificate = {
  name: "*.xks.example.com",
  alternativeNames: ["*.xks.example.com"],
  issuer: "CN=Example CA",
  serialNumber: "01",
  fingerprint256: "AA",
  validFrom: 0,
  validTo: Date.UTC(2027, 0, 1),
};

export const healthyAnswer: HealthAnswer = {
  xksProxyFleetSize: 1,
  xksProxyVendor: "Example",
  xksProxyModel: "One",
  ekmVendor: "Example",
  ekmFleetDetails: [
    { id: "one", model: "HSM", state: "Active" },
    { id: "two", model: "HSM", state: "Degraded" },
  ],
  certificate: fakeCertificate,
};

/** Data planes that answer with what a test sets, and remember what they were asked. */
export class FakeDataPlanes implements DataPlanes {
  readonly published: (readonly DirectoryChange[])[] = [];
  readonly asked: { readonly target: XksTarget; readonly purpose: CallPurpose; readonly externalKeyId?: string }[] = [];
  health: (target: XksTarget) => Promise<HealthAnswer> = () => Promise.resolve(healthyAnswer);
  keyMetadata: (externalKeyId: string) => Promise<KeyMetadataAnswer> = () =>
    Promise.resolve({ keySpec: "AES_256", keyUsage: ["ENCRYPT", "DECRYPT"], keyStatus: "ENABLED" });

  publish(changes: readonly DirectoryChange[]): Promise<void> {
    this.published.push(changes);
    return Promise.resolve();
  }

  getHealthStatus(target: XksTarget, purpose: CallPurpose): Promise<HealthAnswer> {
    this.asked.push({ target, purpose });
    return this.health(target);
  }

  getKeyMetadata(target: XksTarget, externalKeyId: string, purpose: CallPurpose): Promise<KeyMetadataAnswer> {
    this.asked.push({ target, purpose, externalKeyId });
    return this.keyMetadata(externalKeyId);
  }
}

export interface FakeHouse {
  readonly context: ManagementContext;
  readonly clock: ManualClock;
  readonly dataPlanes: FakeDataPlanes;
  readonly healthChecks: HealthCheck[];
  readonly metrics: MemoryMetricStore;
  /** A call by an administrator, or by whom a test says. */
  call(caller?: Partial<Caller>): Call<ManagementContext>;
}

export const administratorArn = "arn:aws:iam::123456789012:user/admin";

export function fakeHouse({ resources = new MemoryResourceStore() }: { readonly resources?: ResourceStore } = {}): FakeHouse {
  const clock = new ManualClock();
  const dataPlanes = new FakeDataPlanes();
  const healthChecks: HealthCheck[] = [];
  const metrics = new MemoryMetricStore({ clock });
  const context = createManagementContext({
    directory: new MutableDirectory(installation),
    resources,
    dataPlanes,
    metrics,
    facts: { healthCheck: (check) => void healthChecks.push(check) },
    clock,
    log: {
      error: (details, message) => void process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
      warn: () => {},
      info: () => {},
    },
    installation,
    vpcEndpointServices: { "com.amazonaws.vpce.us-east-1.vpce-svc-1234": { host: "10.0.0.5", port: 443 } },
  });
  const administrator: Caller = { arn: administratorArn, accountId: "123456789012", role: "admin", by: "signature", remoteAddress: "" };
  return {
    context,
    clock,
    dataPlanes,
    healthChecks,
    metrics,
    call: (caller = {}) => ({ context, caller: { ...administrator, ...caller }, requestId: "11111111-2222-4333-8444-555555555555" }),
  };
}

/** What CreateCustomKeyStore is given where a test does not care. */
export const newStoreInput = {
  CustomKeyStoreName: "store-one",
  CustomKeyStoreType: "EXTERNAL_KEY_STORE",
  XksProxyUriEndpoint: "https://one.xks.example.com",
  XksProxyUriPath: "/one/kms/xks/v1",
  XksProxyAuthenticationCredential: { AccessKeyId: "ABCDEFGHIJKLMNOPQRST", RawSecretAccessKey: "s".repeat(43) },
  XksProxyConnectivity: "PUBLIC_ENDPOINT",
} as const;

/** Puts a key store in place without any call. */
export async function placeKeyStore({ context, clock }: FakeHouse, changes: Partial<KeyStore> = {}): Promise<KeyStore> {
  const store: KeyStore = {
    id: "cks-1234567890abcdef0",
    name: "placed",
    connectivity: "PUBLIC_ENDPOINT",
    uriEndpoint: "https://placed.xks.example.com",
    uriPath: "/kms/xks/v1",
    credential: { accessKeyId: "ABCDEFGHIJKLMNOPQRST", secretAccessKey: "s".repeat(43), setAt: clock.now() - 86_400_000 },
    connectionState: "CONNECTED",
    stateChangedAt: clock.now(),
    createdAt: clock.now(),
    quotaPerSecond: 1800,
    ...changes,
  };
  await context.commits.transact(() => Promise.resolve([{ kind: "key-store", id: store.id, value: store }]));
  return store;
}

/** Puts a KMS key in place without any call. */
export async function placeKey({ context, clock }: FakeHouse, changes: Partial<KmsKey> = {}): Promise<KmsKey> {
  const id = changes.id ?? "1234abcd-12ab-34cd-56ef-1234567890ab";
  const key: KmsKey = {
    id,
    arn: `arn:aws:kms:us-east-1:123456789012:key/${id}`,
    keyStoreId: "cks-1234567890abcdef0",
    externalKeyId: `external-${id}`,
    description: "",
    ownState: "Enabled",
    createdAt: clock.now(),
    policy: defaultKeyPolicy(installation),
    tags: [],
    innerKey: new Uint8Array(32),
    ...changes,
  };
  await context.commits.transact(() => Promise.resolve([{ kind: "kms-key", id, value: key }]));
  return key;
}

/** The connection states that a store's events tell of, oldest first. */
export async function connectionHistory({ context }: FakeHouse, keyStoreId: string): Promise<string[]> {
  const events = await context.resources.list("connection-event", { prefix: `${keyStoreId} ` });
  for (const { id, value } of events) if (id !== connectionEventId(value)) throw new Error(`${id} is not its event's id`);
  return events.map(({ value }) => value.state);
}
