/** Alarms as lines of the AWS CLI for a POSIX shell. */
import type { AlarmFile } from "./alarm-file.ts";

/** A text as one word of the shell. */
const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const commands = { metric: "put-metric-alarm", composite: "put-composite-alarm" } as const;

export const cliLines: AlarmFile = {
  sentence: "lines of the AWS CLI",
  write: (alarms) =>
    alarms.map(({ type, input }) => `aws cloudwatch ${commands[type]} --cli-input-json ${word(JSON.stringify(input))}\n`).join(""),
};
