/** The target of each key store value in the directory, made once: xks/client keeps what it works out for a target by identity. */
import type { KeyStore } from "../../model/key-store.ts";
import { connectionErrors } from "../../model/xks-failures.ts";
import type { XksTarget } from "../../xks/calls.ts";
import { kmsError } from "../errors.ts";
import { xksTargetOf } from "../xks-target.ts";
import type { VpcEndpointServices } from "../xks-target.ts";

export class ProxyTargets {
  readonly #services: VpcEndpointServices;
  readonly #targets = new WeakMap<KeyStore, XksTarget>();

  constructor(services: VpcEndpointServices) {
    this.#services = services;
  }

  /** @throws ApiError KMSInvalidStateException when the store's VPC endpoint service is no longer configured */
  of(store: KeyStore): XksTarget {
    const present = this.#targets.get(store);
    if (present) return present;
    const target = xksTargetOf(store, this.#services);
    if (!target) throw kmsError("KMSInvalidStateException", connectionErrors.XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND.cause);
    this.#targets.set(store, target);
    return target;
  }
}
