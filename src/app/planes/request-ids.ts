/** Request ids as UUIDs, made from random bytes in bulk: one system call for many requests. */
import type { Clock } from "../../lib/clock.ts";

const bytesPerId = 16;
const idsPerDraw = 256;

/** @returns a function that gives a new random UUID at each call */
export function requestIds(clock: Pick<Clock, "randomBytes">): () => string {
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  return () => {
    if (at >= bytes.length) {
      bytes = clock.randomBytes(bytesPerId * idsPerDraw);
      at = 0;
    }
    const id = bytes.subarray(at, at + bytesPerId);
    at += bytesPerId;
    id[6] = ((id[6] as number) & 0x0f) | 0x40;
    id[8] = ((id[8] as number) & 0x3f) | 0x80;
    const hex = Buffer.from(id.buffer, id.byteOffset, bytesPerId).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
