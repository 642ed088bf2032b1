/** New identifiers in AWS's forms, from the clock's random bytes. */
import type { Clock } from "../../lib/clock.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** A version 4 UUID: key ids and request ids. */
export function newUuid(clock: Clock): string {
  const bytes = clock.randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** `cks-` and 17 hexadecimal digits. */
export function newKeyStoreId(clock: Clock): string {
  return `cks-${hex(clock.randomBytes(9)).slice(0, 17)}`;
}

/** 64 hexadecimal digits. */
export function newGrantId(clock: Clock): string {
  return hex(clock.randomBytes(32));
}
