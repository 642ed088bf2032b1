/** What an export of alarms is: recommended alarms → the text of a file. */
import type { RecommendedAlarm } from "../alarms/recommended.ts";

export interface AlarmFile {
  /** One sentence for help. */
  readonly sentence: string;
  write(alarms: readonly RecommendedAlarm[]): string;
}
