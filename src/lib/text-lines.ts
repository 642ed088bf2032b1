/**
 * Lines of text as the bytes of a file. Gathered as strings, thousands of them would wait in the young generation and be
 * copied by every collection of it, while a call waits.
 */

/** Whole lines, each with its line break, in UTF-8. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly count: number;
}

const firstBytes = 65_536;
const lineBreak = 10;
/** UTF-8 takes no more for one UTF-16 unit. */
const mostBytesPerUnit = 3;

export class LineBuffer {
  #bytes = Buffer.allocUnsafeSlow(firstBytes);
  #length = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes. */
  get length(): number {
    return this.#length;
  }

  /** @param line without a line break */
  add(line: string): void {
    this.#reserve(line.length * mostBytesPerUnit + 1);
    this.#length += this.#bytes.write(line, this.#length, "utf8");
    this.#bytes[this.#length++] = lineBreak;
    this.#count++;
  }

  append({ bytes, count }: Lines): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    this.#count += count;
  }

  /** What was gathered, good until the next change. */
  view(): Lines {
    return { bytes: this.#bytes.subarray(0, this.#length), count: this.#count };
  }

  /** What was gathered, for good; the buffer is empty afterwards. */
  take(): Lines {
    const { bytes, count } = this.view();
    this.#bytes = Buffer.allocUnsafeSlow(firstBytes);
    this.clear();
    return { bytes, count };
  }

  clear(): void {
    // A rush may have made it large.
    if (this.#bytes.length > firstBytes && this.#length < firstBytes) this.#bytes = Buffer.allocUnsafeSlow(firstBytes);
    this.#length = 0;
    this.#count = 0;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

export function linesOf(texts: readonly string[]): Lines {
  return { bytes: Buffer.from(texts.map((text) => `${text}\n`).join(""), "utf8"), count: texts.length };
}
