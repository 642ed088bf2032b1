/** What answers for a key store: its key manager, and what the proxy says of itself. */
import type { GetHealthStatusResponse } from "../xks/operations.ts";
import type { XksBackend } from "../xks/server/backend.ts";
import type { HealthCheck } from "./health-check.ts";
import type { KeyManager } from "./key-manager.ts";

export interface BackendOptions {
  readonly manager: KeyManager;
  readonly health: HealthCheck;
  /** The product's version. */
  readonly version: string;
}

export function backendOf({ manager, health, version }: BackendOptions): XksBackend {
  return {
    encrypt: (externalKeyId, plaintext, aad, metadata) => manager.encrypt(externalKeyId, plaintext, aad, metadata),
    decrypt: (externalKeyId, encryption, aad, metadata) => manager.decrypt(externalKeyId, encryption, aad, metadata),
    async getKeyMetadata(externalKeyId, metadata) {
      const { keySpec, keyUsage, keyStatus } = await manager.getKeyMetadata(externalKeyId, metadata);
      return { keySpec, keyUsage: [...keyUsage], keyStatus };
    },
    async getHealthStatus(): Promise<GetHealthStatusResponse> {
      return {
        xksProxyFleetSize: 1,
        xksProxyVendor: "xkswatch",
        xksProxyModel: `xkswatch XKS proxy ${version}`,
        ekmVendor: manager.vendor,
        ekmFleetDetails: [...(await health.instances())],
      };
    },
  };
}
