/** An interaction filter as SQL conditions: one line a member. */
import type { InteractionFilter } from "../../store/interaction-log.ts";
import type { SqlValue } from "./driver.ts";

const conditions: Readonly<Record<keyof InteractionFilter, string>> = {
  keyStoreId: "key_store_id = ?",
  from: "at >= ?",
  to: "at < ?",
  kmsOperation: "kms_operation = ?",
  xksOperation: "xks_operation = ?",
  exceptionName: "exception = ?",
  minimumLatencyMs: "latency_ms >= ?",
  kmsKeyArn: "kms_key_arn = ?",
  callerArn: "caller_arn = ?",
  kmsRequestId: "kms_request_id = ?",
};

/** The conditions of the members that a filter has, and their parameters in the same order. */
export function conditionsOf(filter: InteractionFilter): { readonly where: string[]; readonly parameters: SqlValue[] } {
  const where: string[] = [];
  const parameters: SqlValue[] = [];
  for (const [member, condition] of Object.entries(conditions)) {
    const value = filter[member as keyof InteractionFilter];
    if (value === undefined) continue;
    where.push(condition);
    parameters.push(value);
  }
  return { where, parameters };
}
