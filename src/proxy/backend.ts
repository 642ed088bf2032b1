/** What answers for a key store: its key managers behind its access rules, and what the proxy says of itself. */
import type { GetHealthStatusResponse } from "../xks/operations.ts";
import type { XksBackend } from "../xks/server/backend.ts";
import { guarded } from "./access.ts";
import type { KeyStoreConfiguration } from "./configuration.ts";
import type { KeyManagerSet } from "./key-manager-set.ts";
import type { ProxyLog } from "./log.ts";

export interface BackendOptions {
  readonly managers: KeyManagerSet;
  /** The product's version. */
  readonly version: string;
  readonly log: ProxyLog;
}

export function backendOf(
  { keyManagers, failOverAfterMs, access }: KeyStoreConfiguration,
  { managers, version, log }: BackendOptions,
): XksBackend {
  const { manager, health } = managers.group(keyManagers, failOverAfterMs);
  const backend: XksBackend = {
    encrypt: (externalKeyId, plaintext, aad, metadata) => manager.encrypt(externalKeyId, plaintext, aad, metadata),
    decrypt: (externalKeyId, encryption, aad, metadata) => manager.decrypt(externalKeyId, encryption, aad, metadata),
    async getKeyMetadata(externalKeyId, metadata) {
      const { keySpec, keyUsage, keyStatus } = await manager.getKeyMetadata(externalKeyId, metadata);
      return { keySpec, keyUsage: [...keyUsage], keyStatus };
    },
    async getHealthStatus(): Promise<GetHealthStatusResponse> {
      const ekmFleetDetails = [...(await health.instances())];
      return {
        xksProxyFleetSize: 1,
        xksProxyVendor: "xkswatch",
        xksProxyModel: `xkswatch XKS proxy ${version}`,
        ekmVendor: manager.vendor,
        ekmFleetDetails,
      };
    },
  };
  return access ? guarded(backend, access, log) : backend;
}
