/** What the management plane's KMS operations may ask of the data planes. app/planes implements it over the plane link. */
import type { DirectoryChange } from "./directory.ts";
import type { HealthAnswer, KeyMetadataAnswer, XksTarget } from "../xks/calls.ts";
import type { KmsOperation } from "../model/xks-operation.ts";

/** For whom a proxy is called; goes into requestMetadata and the Interaction. */
export interface CallPurpose {
  readonly kmsOperation: KmsOperation;
  readonly kmsRequestId: string;
  readonly callerArn?: string;
}

export interface DataPlanes {
  /**
   * Makes committed changes known. Resolves once every connected data plane has applied them, so that the writer's next
   * call sees its own write; a plane that does not acknowledge within two seconds is cut off and starts from a snapshot.
   */
  publish(changes: readonly DirectoryChange[]): Promise<void>;
  /**
   * GetHealthStatus on a connection of its own with a full handshake, made and recorded by a data plane.
   * Rejects with an XksError (which may carry the certificate seen before the failure), or with NoDataPlane.
   */
  getHealthStatus(target: XksTarget, purpose: CallPurpose): Promise<HealthAnswer>;
  /** GetKeyMetadata, made and recorded by a data plane. Rejects with an XksError, or with NoDataPlane. */
  getKeyMetadata(target: XksTarget, externalKeyId: string, purpose: CallPurpose): Promise<KeyMetadataAnswer>;
}

/** No data plane is connected and none came back in time. */
export class NoDataPlane extends Error {
  constructor() {
    super("no data plane is connected");
  }
}
