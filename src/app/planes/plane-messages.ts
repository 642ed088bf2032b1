/** What the supervisor and the processes under it say to each other over Node's own channel. */
import type { Configuration } from "../configuration.ts";

export type PlaneName = "data-plane" | "management-plane" | "proxy";

export type FromSupervisor = { readonly type: "start"; readonly configuration: Configuration } | { readonly type: "stop" };

export type FromPlane =
  /** It listens now: what is said before would be lost. */
  | { readonly type: "waiting" }
  | { readonly type: "ready"; readonly port?: number }
  /** It cannot start, and trying again would not help: one line for whoever started us. */
  | { readonly type: "refused"; readonly message: string };

/** A started plane. */
export interface RunningPlane {
  /** The port it serves, where it serves one. */
  readonly port?: number;
  /** Lets work in hand finish, keeps what was gathered; well under five seconds. */
  stop(): Promise<void>;
}
