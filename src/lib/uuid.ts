/** UUIDs (version 4) from a clock's randomness: ids of keys, requests, messages. */
import type { Clock } from "./clock.ts";

export function newUuid(clock: Pick<Clock, "randomBytes">): string {
  const bytes = clock.randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
