/** Writing and reading compact binary data: variable-length integers, floating-point numbers, texts. */

/** Grows as it is written to. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** @param value 0–255 */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** @param value an integer, 0 ≤ value ≤ 2^53 − 1: seven bits a byte, lowest first */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7fff_ffff) {
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** @param value an integer, |value| < 2^52: small absolute values take few bytes */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** UTF-8 after its length in bytes. */
  text(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    this.varint(bytes.length);
    this.bytes(bytes);
  }

  /** A copy of what was written; the writer is empty afterwards and can be used again. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what a ByteWriter wrote. Every method throws a RangeError where the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("the data ends too early");
    this.#at++;
    return value;
  }

  varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    byte = this.byte();
    value |= (byte & 0x7f) << 7;
    if (byte < 0x80) return value;
    byte = this.byte();
    value |= (byte & 0x7f) << 14;
    if (byte < 0x80) return value;
    byte = this.byte();
    value |= (byte & 0x7f) << 21;
    let scale = 0x1000_0000;
    while (byte >= 0x80) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    }
    return value;
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** Fills `target` with integers as `zigzag` reads them one by one: many of them at once are read much faster so. */
  zigzags(target: Float64Array): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < target.length; i++) {
      let byte = bytes[at++] as number;
      let code = byte & 0x7f;
      if (byte >= 0x80) {
        byte = bytes[at++] as number;
        code |= (byte & 0x7f) << 7;
        if (byte >= 0x80) {
          byte = bytes[at++] as number;
          code |= (byte & 0x7f) << 14;
          for (let scale = 0x20_0000; byte >= 0x80; scale *= 128) {
            byte = bytes[at++] as number;
            code += (byte & 0x7f) * scale;
          }
        }
      }
      target[i] = code % 2 === 1 ? -(code + 1) / 2 : code / 2;
    }
    if (at > bytes.length) throw new RangeError("the data ends too early");
    this.#at = at;
  }

  float64(): number {
    if (this.left < 8) throw new RangeError("the data ends too early");
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** A view of the next `count` bytes, not a copy. */
  bytes(count: number): Uint8Array {
    if (this.left < count) throw new RangeError("the data ends too early");
    const bytes = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return bytes;
  }

  text(): string {
    const bytes = this.bytes(this.varint());
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  }
}
