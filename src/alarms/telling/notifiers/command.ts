/** A program of the operator's, without a shell: the message on standard input, the main things in its environment. */
import { spawn } from "node:child_process";
import type { Channel } from "../channel.ts";
import type { Notifier } from "../notifier.ts";

const timeLimitMs = 30_000;

export const command: Notifier<Extract<Channel, { type: "command" }>> = {
  async send({ command: [program = "", ...args] }, { notice, message, subject, target, messageId }, { clock }) {
    const variables = {
      XKSWATCH_SUBJECT: subject ?? "",
      XKSWATCH_TARGET: target,
      XKSWATCH_MESSAGE_ID: messageId,
      ...(notice.kind === "alarm" && { XKSWATCH_ALARM: notice.alarm.name, XKSWATCH_STATE: notice.status.state }),
    };
    // Of this process' own environment only what programs need to start: secrets stay here.
    const { PATH, HOME, LANG } = process.env;
    const child = spawn(program, args, { env: { PATH, HOME, LANG, ...variables }, stdio: ["pipe", "ignore", "ignore"] });
    const timer = clock.after(timeLimitMs, () => child.kill("SIGKILL"));
    try {
      await new Promise<void>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code, signal) =>
          code === 0 ? resolve() : reject(new Error(`${program} ended with ${signal === null ? `status ${code}` : signal}`)),
        );
        // A program that does not read its input ends in its own way.
        child.stdin.on("error", () => undefined);
        child.stdin.end(message);
      });
    } finally {
      timer.cancel();
    }
  },
};
