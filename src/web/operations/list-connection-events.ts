/** ListConnectionEvents: when a key store connected, disconnected or failed to; the time axes of its graphs mark these. */
import { operation } from "../../aws/operation.ts";
import { enumeration, list, required, string, structure, timestamp } from "../../lib/schema.ts";
import { connectionStates } from "../../model/key-store.ts";
import type { WebContext } from "../web-context.ts";

/** More than any graph can show; the newest are told. */
const maximumEvents = 1000;

const input = structure("ListConnectionEventsRequest", {
  KeyStoreId: required(string({ length: [1, 64] })),
  /** Both ends belong to the span. */
  StartTime: timestamp(),
  EndTime: timestamp(),
});

const output = structure("ListConnectionEventsResponse", {
  ConnectionEvents: required(
    list(
      structure("ConnectionEvent", {
        At: required(timestamp()),
        ConnectionState: required(enumeration(connectionStates)),
        ConnectionErrorCode: string(),
        CallerArn: string(),
      }),
    ),
  ),
});

export const listConnectionEvents = operation<WebContext>()({
  name: "ListConnectionEvents",
  access: "viewer",
  input,
  output,
  async handle({ KeyStoreId, StartTime = 0, EndTime = Number.POSITIVE_INFINITY }, { context }) {
    // Ids sort by time. They are few: expired after the longest time that metrics are kept.
    const stored = await context.resources.list("connection-event", { prefix: `${KeyStoreId} `, reverse: true });
    const told = stored.filter(({ value }) => value.at >= StartTime * 1000 && value.at <= EndTime * 1000).slice(0, maximumEvents);
    return {
      ConnectionEvents: told.toReversed().map(({ value }) => ({
        At: value.at / 1000,
        ConnectionState: value.state,
        ...(value.errorCode !== undefined && { ConnectionErrorCode: value.errorCode }),
        ...(value.callerArn !== undefined && { CallerArn: value.callerArn }),
      })),
    };
  },
});
