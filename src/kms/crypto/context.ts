/** What the cryptographic operations stand on: the directory, the proxies, the quota, and who is told how a call ended. */
import type { Call } from "../../aws/operation.ts";
import type { Clock } from "../../lib/clock.ts";
import type { KmsRequest } from "../../model/kms-request.ts";
import type { XksClient } from "../../xks/calls.ts";
import { Authorizer } from "../authorization.ts";
import type { Directory } from "../directory.ts";
import type { VpcEndpointServices } from "../xks-target.ts";
import { ProxyTargets } from "./proxy-targets.ts";
import { Quota } from "./quota.ts";
import { Salts } from "./salts.ts";

/** Who is told how calls ended; the recorder. It neither throws nor blocks. */
export interface FactSink {
  kmsRequest(request: KmsRequest): void;
}

export interface CryptoContext {
  readonly directory: Directory;
  readonly xksClient: XksClient;
  readonly targets: ProxyTargets;
  readonly facts: FactSink;
  readonly quota: Quota;
  readonly salts: Salts;
  /** By role, key policy and grants, as the directory has them. */
  readonly authorizer: Authorizer;
  readonly clock: Clock;
}

export type CryptoCall = Call<CryptoContext>;

export interface CryptoParts {
  readonly directory: Directory;
  readonly xksClient: XksClient;
  readonly facts: FactSink;
  readonly clock: Clock;
  readonly vpcEndpointServices?: VpcEndpointServices;
  /** How many data planes share each key store's quota; 1 by default. */
  readonly dataPlanes?: number;
}

export function createCryptoContext({
  directory,
  xksClient,
  facts,
  clock,
  vpcEndpointServices = {},
  dataPlanes = 1,
}: CryptoParts): CryptoContext {
  return {
    directory,
    xksClient,
    facts,
    clock,
    targets: new ProxyTargets(vpcEndpointServices),
    quota: new Quota(clock, 1 / dataPlanes),
    salts: new Salts(clock),
    authorizer: new Authorizer(directory),
  };
}
