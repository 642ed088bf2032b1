/** What the management plane hands in for its KMS operations and the life of its key stores. */
import type { Commits } from "./commits.ts";
import type { DataPlanes } from "../data-planes.ts";
import type { Installation, MutableDirectory } from "../directory.ts";
import type { VpcEndpointServices } from "../xks-target.ts";
import type { Clock } from "../../lib/clock.ts";
import type { HealthCheck } from "../../model/health-check.ts";
import type { MetricStore } from "../../store/metric-store.ts";
import type { ResourceStore } from "../../store/resource-store.ts";

export interface ManagementParts {
  /** The management plane's own copy, which `commits` keeps up to date. */
  readonly directory: MutableDirectory;
  readonly resources: ResourceStore;
  readonly dataPlanes: DataPlanes;
  /** The recorder. */
  readonly facts: { healthCheck(check: HealthCheck): void };
  /** Where the recorder's metrics are kept: they tell when a key was last used. */
  readonly metrics: Pick<MetricStore, "list">;
  readonly clock: Clock;
  readonly log: ManagementLog;
  readonly installation: Installation;
  readonly vpcEndpointServices: VpcEndpointServices;
  /** Seconds between two health checks of a key store; 60 by default. */
  readonly healthIntervalSeconds?: number;
  /** Cryptographic requests a second that a new key store may have; AWS's 1,800 by default. */
  readonly quotaPerSecond?: number;
}

/** The part of a log that is written to here: pino's form. */
export interface ManagementLog {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

export interface CommittingParts extends ManagementParts {
  /** The one way by which changes become durable and known. */
  readonly commits: Commits;
}
