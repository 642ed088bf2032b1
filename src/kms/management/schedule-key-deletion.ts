/** ScheduleKeyDeletion: the key is of no use from now on, and goes for good when the waiting period ends (due-deletions). */
import { changeKey } from "./change-key.ts";
import { integer, required, structure, timestamp } from "../../lib/schema.ts";
import { keyIdType, keyStateType } from "../shapes.ts";
import { kmsError } from "../errors.ts";
import { operation } from "../../aws/operation.ts";
import { refusePendingDeletion } from "./key-states.ts";
import type { ManagementContext } from "./management-context.ts";

const defaultDays = 30;
const fewestDays = 7;
const mostDays = 30;
const dayMs = 86_400_000;
/** The model's own range is wider than what the service takes. */
const daysType = integer([1, 365]);

export const scheduleKeyDeletion = operation<ManagementContext>()({
  name: "ScheduleKeyDeletion",
  access: "admin",
  input: structure("ScheduleKeyDeletionRequest", { KeyId: required(keyIdType), PendingWindowInDays: daysType }),
  output: structure("ScheduleKeyDeletionResponse", {
    KeyId: keyIdType,
    DeletionDate: timestamp(),
    KeyState: keyStateType,
    PendingWindowInDays: daysType,
  }),
  async handle({ KeyId, PendingWindowInDays: days = defaultDays }, { context }) {
    if (days < fewestDays || days > mostDays) {
      throw kmsError("ValidationException", `PendingWindowInDays should be between ${fewestDays} and ${mostDays}, but it is ${days}`);
    }
    const deletionAt = context.clock.now() + days * dayMs;
    const { arn } = await changeKey(context, KeyId, (key) => {
      refusePendingDeletion(key);
      return { ...key, ownState: "PendingDeletion", deletionAt };
    });
    return { KeyId: arn, DeletionDate: deletionAt / 1000, KeyState: "PendingDeletion" as const, PendingWindowInDays: days };
  },
});
