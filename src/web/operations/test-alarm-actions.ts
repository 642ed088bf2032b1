/** TestAlarmActions: tells each receiver of an alarm's actions at once, as a test, and says what came of it. */
import { operation } from "../../aws/operation.ts";
import { list, required, string, structure } from "../../lib/schema.ts";
import { notFound } from "../console-error.ts";
import type { WebContext } from "../web-context.ts";

export const testAlarmActions = operation<WebContext>()({
  name: "TestAlarmActions",
  access: "user",
  input: structure("TestAlarmActionsRequest", { AlarmName: required(string({ length: [1, 255] })) }),
  output: structure("TestAlarmActionsResponse", {
    /** One entry for each receiver of each action; empty where the alarm has no actions. */
    Actions: required(
      list(
        structure("TestedAction", {
          /** ARN of the action. */
          Action: required(string()),
          /** The state that the message says: that of the list in which the action stands. */
          StateValue: required(string()),
          /** Kind and host of the receiver; absent where the action leads to none. */
          Channel: string(),
          /** delivered, failed, unconfirmed (a subscription that waits for its receiver) or nowhere. */
          Outcome: required(string()),
          Message: required(string()),
        }),
      ),
    ),
  }),
  async handle({ AlarmName }, { context }) {
    const found = await context.resources.read("alarm", AlarmName);
    if (!found) throw notFound(`There is no alarm ${AlarmName}.`);
    const tested = await context.testActions(found.value);
    return {
      Actions: tested.map(({ action, state, channel, outcome, message }) => ({
        Action: action,
        StateValue: state,
        ...(channel !== undefined && { Channel: channel }),
        Outcome: outcome,
        Message: message,
      })),
    };
  },
});
