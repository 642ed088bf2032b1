/** Bit by bit: Elias gamma codes and Rice codes, for the counts and gaps of histograms. Highest bit of a byte first. */
import type { ByteWriter } from "../../lib/byte-buffer.ts";

export class BitWriter {
  readonly #writer: ByteWriter;
  #current = 0;
  #used = 0;

  constructor(writer: ByteWriter) {
    this.#writer = writer;
  }

  bit(value: number): void {
    this.#current = (this.#current << 1) | value;
    if (++this.#used === 8) {
      this.#writer.byte(this.#current);
      this.#current = 0;
      this.#used = 0;
    }
  }

  /** The lowest `count` bits of `value`, count ≤ 52. */
  bits(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.bit(Math.floor(value / 2 ** i) % 2);
  }

  /** @param value an integer from 1 to 2^52 */
  gamma(value: number): void {
    const length = bitLength(value);
    for (let i = 1; i < length; i++) this.bit(0);
    this.bits(value, length);
  }

  /** @param value an integer from 0 on; `k` 0–31: its lowest k bits are written as they are, the rest in unary */
  rice(value: number, k: number): void {
    for (let rest = Math.floor(value / 2 ** k); rest > 0; rest--) this.bit(1);
    this.bit(0);
    this.bits(value % 2 ** k, k);
  }

  float64(value: number): void {
    const bytes = new Uint8Array(Float64Array.of(value).buffer);
    for (const byte of bytes) this.bits(byte, 8);
  }

  /** Fills the last byte up. */
  finish(): void {
    while (this.#used > 0) this.bit(0);
  }
}

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3];
    if (byte === undefined) throw new RangeError("the data ends too early");
    return (byte >> (7 - (this.#at++ & 7))) & 1;
  }

  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  gamma(): number {
    let zeros = 0;
    while (this.bit() === 0) zeros++;
    return 2 ** zeros + this.bits(zeros);
  }

  rice(k: number): number {
    let rest = 0;
    while (this.bit() === 1) rest++;
    return rest * 2 ** k + this.bits(k);
  }

  float64(): number {
    const bytes = Uint8Array.from({ length: 8 }, () => this.bits(8));
    return new Float64Array(bytes.buffer)[0] as number;
  }
}

/** Bits of a positive integer. */
export function bitLength(value: number): number {
  return value < 0x8000_0000 ? 32 - Math.clz32(value) : 32 + bitLength(Math.floor(value / 2 ** 32));
}
