/** What the console's own service and its login stand on. app/planes puts it together. */
import type { TestedAction } from "../alarms/telling/test-actions.ts";
import type { Clock } from "../lib/clock.ts";
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import type { Alarm } from "../model/alarm.ts";
import type { Evidence, Finding } from "../model/finding.ts";
import type { KeyStore } from "../model/key-store.ts";
import type { InteractionLog } from "../store/interaction-log.ts";
import type { InteractionLimits } from "../store/interaction-paging.ts";
import type { MetricStore } from "../store/metric-store.ts";
import type { SealedState } from "../store/open-sealed-store.ts";
import type { Change, ResourceStore } from "../store/resource-store.ts";
import type { LoginTokens } from "./login-tokens.ts";

/** The part of the key directory that is read here. */
export interface WebDirectory {
  keyStore(id: string): KeyStore | undefined;
  accessKey(id: string): AccessKey | undefined;
  accessKeys(): Iterable<AccessKey>;
  session(id: string): ConsoleSession | undefined;
}

export interface WebInstallation {
  readonly region: string;
  readonly accountId: string;
  /** Under which the console and the APIs are reached, without a slash at the end, e.g. `http://127.0.0.1:8420`. */
  readonly address: string;
}

/** Which interactions are kept: every failure and everything slow, of the successes some. */
export interface InteractionSampling {
  /** Successes kept per key store, operation and second. */
  readonly successesPerSecond: number;
  /** From this latency on every success is kept, milliseconds. */
  readonly keptFromLatencyMs: number;
}

export interface WebContext {
  readonly directory: WebDirectory;
  readonly resources: ResourceStore;
  /** Writes changes and makes them known to the data planes; throws what ResourceStore.write throws. */
  commit(changes: readonly Change[]): Promise<void>;
  /** For backup and rekey. */
  readonly state: Pick<SealedState, "inner" | "keyring" | "masterKeyFile">;
  /** For backup. */
  readonly metrics: MetricStore;
  readonly interactions: InteractionLog;
  readonly sampling: InteractionSampling;
  readonly interactionLimits: InteractionLimits;
  /** tools/explain. */
  readonly explain: (question: string, evidence: Evidence) => Promise<readonly Finding[]>;
  /** Tells the receivers of an alarm's actions at once, as a test. */
  readonly testActions: (alarm: Alarm) => Promise<readonly TestedAction[]>;
  readonly loginTokens: LoginTokens;
  readonly clock: Clock;
  readonly installation: WebInstallation;
  /** Of xkswatch. */
  readonly version: string;
  /** Bytes of the data directory or database. */
  dataBytes(): Promise<number>;
}
