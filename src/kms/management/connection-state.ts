/** A key store's change of connection state, as one write: the store, and the event that graphs mark. */
import type { ConnectionEvent } from "../../model/connection-event.ts";
import type { ConnectionState, KeyStore } from "../../model/key-store.ts";
import type { ConnectionErrorCode } from "../../model/xks-failures.ts";
import type { Change, Stored } from "../../store/resource-store.ts";

/** The id under which a key store's event is kept: ids of one store sort by time. */
export function connectionEventId({ keyStoreId, at, state }: Pick<ConnectionEvent, "keyStoreId" | "at" | "state">): string {
  return `${keyStoreId} ${String(at).padStart(15, "0")} ${state}`;
}

interface StateChange {
  readonly state: ConnectionState;
  readonly errorCode?: ConnectionErrorCode | undefined;
  /** Epoch ms. */
  readonly at: number;
  readonly callerArn?: string | undefined;
}

/** A store's changes are at least a millisecond apart, also when the clock stands or steps back: they keep their order. */
export function stateChanges(stored: Stored<KeyStore>, change: StateChange): readonly Change[] {
  const { state, errorCode, callerArn } = change;
  const at = Math.max(change.at, stored.value.stateChangedAt + 1);
  const { connectionErrorCode: _, ...rest } = stored.value;
  const failed = errorCode === undefined ? {} : { connectionErrorCode: errorCode };
  const first = state === "CONNECTED" && rest.firstConnectedAt === undefined ? { firstConnectedAt: at } : {};
  const event: ConnectionEvent = {
    keyStoreId: stored.id,
    at,
    state,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(callerArn === undefined ? {} : { callerArn }),
  };
  return [
    {
      kind: "key-store",
      id: stored.id,
      value: { ...rest, ...failed, ...first, connectionState: state, stateChangedAt: at },
      expect: stored.version,
    },
    { kind: "connection-event", id: connectionEventId(event), value: event },
  ];
}
