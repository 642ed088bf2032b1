/**
 * GetKeyLastUsage: the last successful cryptographic call with a key, as the metric SuccessfulRequest knows it. Every key is tracked
 * from its creation on, for as long as metrics are kept (455 days).
 */
import { authorizedKey } from "./authorized-key.ts";
import { cryptoOperations } from "../../model/xks-operation.ts";
import { enumeration, required, structure, timestamp } from "../../lib/schema.ts";
import { keyIdType } from "../shapes.ts";
import { operation } from "../../aws/operation.ts";
import type { CryptoOperation } from "../../model/xks-operation.ts";
import type { ManagementContext } from "./management-context.ts";
import type { MetricStore } from "../../store/metric-store.ts";

/** The dimensions under which a key stands in SuccessfulRequest; ReEncrypt has two keys. */
const keyDimensions = ["KeyArn", "SourceKeyArn", "DestinationKeyArn"] as const;

export const getKeyLastUsage = operation<ManagementContext>()({
  name: "GetKeyLastUsage",
  access: "user",
  input: structure("GetKeyLastUsageRequest", { KeyId: required(keyIdType) }),
  output: structure("GetKeyLastUsageResponse", {
    KeyId: keyIdType,
    KeyLastUsage: structure("KeyLastUsageData", { Operation: enumeration(cryptoOperations), Timestamp: timestamp() }),
    TrackingStartDate: timestamp(),
    KeyCreationDate: timestamp(),
  }),
  async handle({ KeyId }, call) {
    const { id, arn, createdAt } = authorizedKey(call, KeyId, { action: "kms:GetKeyLastUsage" }).key;
    const last = await lastUse(call.context.metrics, arn);
    return {
      KeyId: id,
      KeyLastUsage: last ? { Operation: last.operation, Timestamp: last.second } : {},
      TrackingStartDate: createdAt / 1000,
      KeyCreationDate: createdAt / 1000,
    };
  },
});

async function lastUse(
  metrics: Pick<MetricStore, "list">,
  keyArn: string,
): Promise<{ readonly operation: CryptoOperation; readonly second: number } | undefined> {
  const lists = await Promise.all(
    keyDimensions.map((name) =>
      metrics.list({ namespace: "AWS/KMS", metricName: "SuccessfulRequest", dimensions: [{ name, value: keyArn }] }),
    ),
  );
  const newest = lists.flat().sort((a, b) => b.lastSecond - a.lastSecond)[0];
  const name = newest?.dimensions.find((dimension) => dimension.name === "Operation")?.value;
  const used = cryptoOperations.find((candidate) => candidate === name);
  return newest && used && { operation: used, second: newest.lastSecond };
}
