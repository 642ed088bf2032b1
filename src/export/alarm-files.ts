/** The forms in which alarms are written out, one line each. */
import type { AlarmFile } from "./alarm-file.ts";
import { cliLines } from "./cli-lines.ts";
import { cloudformation } from "./cloudformation.ts";
import { prometheusRules } from "./prometheus-rules.ts";
import { terraform } from "./terraform.ts";

export const alarmFiles = { cloudformation, terraform, prometheus: prometheusRules, cli: cliLines } as const satisfies Readonly<
  Record<string, AlarmFile>
>;
export type AlarmFileName = keyof typeof alarmFiles;
export const alarmFileNames = Object.keys(alarmFiles) as readonly AlarmFileName[];
