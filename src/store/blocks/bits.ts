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
  readonly #end: number;
  /** In bits. */
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length * 8;
  }

  /** `count` bits as a number, count ≤ 52. */
  bits(count: number): number {
    if (count > 24) {
      const high = this.bits(count - 24);
      return high * 2 ** 24 + this.bits(24);
    }
    const value = count === 0 ? 0 : this.#window() >>> (32 - count);
    this.#advance(count);
    return value;
  }

  gamma(): number {
    const zeros = this.#run(0);
    // The run was followed by the code's highest bit.
    return 2 ** zeros + this.bits(zeros);
  }

  rice(k: number): number {
    const rest = this.#run(1);
    return rest * 2 ** k + this.bits(k);
  }

  float64(): number {
    const bytes = Uint8Array.from({ length: 8 }, () => this.bits(8));
    return new Float64Array(bytes.buffer)[0] as number;
  }

  /** How many bits of this value come before one of the other, which is read too. */
  #run(of: 0 | 1): number {
    let length = 0;
    for (;;) {
      // At least 25 of the window's bits are there; those beyond the end read as zeros.
      const window = of === 1 ? ~this.#window() : this.#window();
      const run = Math.clz32(window);
      if (run < 24) {
        this.#advance(run + 1);
        return length + run;
      }
      length += 24;
      this.#advance(24);
    }
  }

  /** The next bits, at the top of 32; the lowest seven may be missing. */
  #window(): number {
    const first = this.#at >> 3;
    const bytes = this.#bytes;
    const word = ((bytes[first] ?? 0) << 24) | ((bytes[first + 1] ?? 0) << 16) | ((bytes[first + 2] ?? 0) << 8) | (bytes[first + 3] ?? 0);
    return word << (this.#at & 7);
  }

  #advance(count: number): void {
    this.#at += count;
    if (this.#at > this.#end) throw new RangeError("the data ends too early");
  }
}

/** Bits of a positive integer. */
export function bitLength(value: number): number {
  return value < 0x8000_0000 ? 32 - Math.clz32(value) : 32 + bitLength(Math.floor(value / 2 ** 32));
}
