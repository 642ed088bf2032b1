/** New identifiers in AWS's forms, from the clock's random bytes. */
import type { Clock } from "../../lib/clock.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** `cks-` and 17 hexadecimal digits. */
export function newKeyStoreId(clock: Clock): string {
  return `cks-${hex(clock.randomBytes(9)).slice(0, 17)}`;
}

/** 64 hexadecimal digits. */
export function newGrantId(clock: Clock): string {
  return hex(clock.randomBytes(32));
}
