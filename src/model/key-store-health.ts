/** What the last health check of a key store said: kept, so that a restart or an unreachable endpoint forgets no certificate. */
import type { Certificate } from "./certificate.ts";
import type { KeyManagerState } from "./health-check.ts";
import type { InteractionFailure } from "./interaction.ts";

export interface KeyStoreHealth {
  readonly keyStoreId: string;
  /** Epoch ms of the last check. */
  readonly at: number;
  /** The proxy's answer, where the last check got one. */
  readonly answer?: {
    readonly xksProxyFleetSize: number;
    readonly xksProxyVendor: string;
    readonly xksProxyModel: string;
    readonly ekmVendor: string;
    readonly ekmFleetDetails: readonly { readonly id: string; readonly model: string; readonly state: KeyManagerState }[];
  };
  /** Why the last check failed, where it did. */
  readonly failure?: InteractionFailure;
  /** The last certificate a full handshake showed, also one that was refused, whenever that was. */
  readonly lastCertificate?: Certificate;
}
