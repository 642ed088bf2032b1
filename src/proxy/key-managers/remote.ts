/** The remote key manager: another XKS proxy behind this one, asked over the XKS Proxy API as the KMS side asks this one. */
import type { CallMetadata, XksClient, XksTarget } from "../../xks/calls.ts";
import { XksError } from "../../xks/calls.ts";
import { createXksClient } from "../../xks/client.ts";
import { isXksErrorName, type XksErrorName, XksProxyError } from "../../xks/errors.ts";
import { type HealthStatus, keyStatuses } from "../../xks/operations.ts";
import { accessKeyIdRule, secretAccessKeyRule, uriEndpointRule, uriPathRule } from "../../xks/uri.ts";
import type { KeyManagerState } from "../../model/health-check.ts";
import type { KmsOperation, XksOperation } from "../../model/xks-operation.ts";
import type { Encryption, KeyManager, KeyManagerInstance, KeyMetadata, RequestMetadata } from "../key-manager.ts";
import { defineKeyManager, type KeyManagerContext } from "./kind.ts";

export interface RemoteSettings {
  readonly uriEndpoint: string;
  readonly uriPath: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** Trusted beside the public CAs, PEM. */
  readonly caPem?: string;
  /** For one attempt; a time-out is tried once more. */
  readonly timeoutMs: number;
}

/** Two attempts fit into the 250 ms that the KMS side gives us. */
const defaultTimeoutMs = 100;

export const remoteKeyManager = defineKeyManager<RemoteSettings>()({
  members: ["uriEndpoint", "uriPath", "accessKeyId", "secretAccessKey", "region", "caFile", "timeoutMs"],
  read: ({ uriEndpoint, uriPath, accessKeyId, secretAccessKey, region, caFile, timeoutMs }) => ({
    uriEndpoint: uriEndpoint.text(uriEndpointRule.form, uriEndpointRule.pattern),
    uriPath: uriPath.text(uriPathRule.form, uriPathRule.pattern),
    accessKeyId: accessKeyId.text(accessKeyIdRule.form, accessKeyIdRule.pattern),
    secretAccessKey: secretAccessKey.text(secretAccessKeyRule.form, secretAccessKeyRule.pattern),
    region: region.present ? region.text("a Region name", /^[a-z0-9-]{1,40}$/) : "us-east-1",
    ...(caFile.present && { caPem: caFile.textOfFile("the CA's certificate in PEM") }),
    timeoutMs: timeoutMs.present ? timeoutMs.integer(10, 60_000) : defaultTimeoutMs,
  }),
  open: (settings, context) => new RemoteKeyManager(settings, context),
});

class RemoteKeyManager implements KeyManager {
  readonly vendor = "XKS proxy";
  readonly #name: string;
  readonly #client: XksClient;
  readonly #target: XksTarget;

  constructor(settings: RemoteSettings, { name, clock }: KeyManagerContext) {
    const { region, caPem, timeoutMs, ...address } = settings;
    this.#name = name;
    this.#target = { keyStoreId: name, ...address };
    const trustedCa = caPem === undefined ? [] : [caPem];
    this.#client = createXksClient({ clock, region, onInteraction: () => undefined, trustedCa, timeoutMs });
  }

  async encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined, metadata: RequestMetadata): Promise<Encryption> {
    checkSegment(externalKeyId);
    const call = { externalKeyId, plaintext, ...(aad && { additionalAuthenticatedData: aad }) };
    const encryption = await this.#ask("Encrypt", metadata, (told) => this.#client.encrypt(this.#target, call, told));
    // The client has asked for the integrity value and compared it: the proxy behind vouches for this encryption.
    return { ...encryption, verified: true };
  }

  async decrypt(
    externalKeyId: string,
    encryption: Encryption,
    aad: Uint8Array | undefined,
    metadata: RequestMetadata,
  ): Promise<Uint8Array> {
    checkSegment(externalKeyId);
    const { ciphertext, initializationVector, authenticationTag, ciphertextMetadata } = encryption;
    const call = {
      externalKeyId,
      ciphertext,
      initializationVector,
      authenticationTag,
      ...(ciphertextMetadata && { ciphertextMetadata }),
      ...(aad && { additionalAuthenticatedData: aad }),
    };
    return await this.#ask("Decrypt", metadata, (told) => this.#client.decrypt(this.#target, call, told));
  }

  async getKeyMetadata(externalKeyId: string, metadata: RequestMetadata): Promise<KeyMetadata> {
    checkSegment(externalKeyId);
    const told = await this.#ask("GetKeyMetadata", metadata, (one) => this.#client.getKeyMetadata(this.#target, externalKeyId, one));
    const keyStatus = keyStatuses.find((status) => status === told.keyStatus);
    if (!keyStatus) throw new XksProxyError("InternalException", `The proxy behind gave the key status ${told.keyStatus}.`);
    return { keySpec: told.keySpec, keyUsage: told.keyUsage, keyStatus };
  }

  async checkHealth(): Promise<readonly KeyManagerInstance[]> {
    const metadata = { kmsOperation: "KmsHealthCheck", kmsRequestId: `${this.#name}-health` };
    try {
      const { ekmFleetDetails } = await this.#ask("GetHealthStatus", metadata, (told) => this.#client.getHealthStatus(this.#target, told));
      return ekmFleetDetails.map(({ id, model, state }) => ({ id: `${this.#name}/${id}`, model, healthStatus: statuses[state] }));
    } catch {
      return [{ id: this.#name, model: "XKS proxy", healthStatus: "UNAVAILABLE" }];
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #ask<T>(operation: XksOperation, metadata: RequestMetadata, call: (told: CallMetadata) => Promise<T>): Promise<T> {
    try {
      return await call(toldOf(metadata, operation));
    } catch (error) {
      throw error instanceof XksError ? translated(error) : error;
    }
  }
}

/** `.` and `..` are legal ids, but on the way through HTTP they mean something else. */
function checkSegment(externalKeyId: string): void {
  if (/^\.{1,2}$/.test(externalKeyId))
    throw new XksProxyError("KeyNotFoundException", `No URI can name the external key ${externalKeyId}.`);
}

const statuses: Readonly<Record<KeyManagerState, HealthStatus>> = { Active: "ACTIVE", Degraded: "DEGRADED", Unavailable: "UNAVAILABLE" };

/** Names that mean the same to our caller; the others tell of our own dealings with the proxy behind, which are not its concern. */
const passedOn: ReadonlySet<XksErrorName> = new Set([
  "AccessDeniedException",
  "DependencyTimeoutException",
  "InternalException",
  "InvalidCiphertextException",
  "InvalidKeyUsageException",
  "InvalidStateException",
  "KeyNotFoundException",
  "ThrottlingException",
  "UnsupportedOperationException",
]);

function translated(error: XksError): XksProxyError {
  const { exceptionName, detail, proxyMessage } = error.failure;
  const told = `The proxy behind: ${exceptionName}: ${proxyMessage ?? detail}`;
  if (error.reason === "time-out") return new XksProxyError("DependencyTimeoutException", told, { cause: error });
  if (isXksErrorName(exceptionName) && passedOn.has(exceptionName)) return new XksProxyError(exceptionName, told, { cause: error });
  return new XksProxyError("InternalException", told, { cause: error });
}

/** A kmsOperation that is no plain word is not passed on as it is. */
function toldOf(metadata: RequestMetadata, operation: XksOperation): CallMetadata {
  const fallback = operation === "GetKeyMetadata" ? "CreateKey" : operation;
  const kmsOperation = (/^[A-Za-z]{1,64}$/.test(metadata.kmsOperation) ? metadata.kmsOperation : fallback) as KmsOperation;
  const given = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(given) as Omit<CallMetadata, "kmsOperation">), kmsOperation };
}
