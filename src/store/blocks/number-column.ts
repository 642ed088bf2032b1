/**
 * A column of numbers as bytes. Integers, and decimals with few places, become variable-length integers (plain, as steps
 * from one to the next, or once where all are the same); what is neither stays 8 bytes a number.
 */
import type { ByteReader, ByteWriter } from "../../lib/byte-buffer.ts";

const modes = { same: 0, plain: 1, steps: 2 } as const;
/** Powers of ten tried, in order; the first byte of a column is the place here, times 4, plus the mode. */
const scales = [1, 1000, 1_000_000] as const;
const rawColumn = 0xff;
const largestScaled = 2 ** 50;
/**
 * How far a number may be from the decimal it stands for, in parts of itself: what adding decimals up leaves behind (16
 * units in the last place). Such sums are put back on the decimal that they should be.
 */
const tolerance = 2 ** -48;

/** Writes a column, to the last bit, or for `sums` to the decimal; the reader is told its length. */
export function writeNumbers(writer: ByteWriter, values: readonly number[], precision: "exact" | "sums" = "exact"): void {
  for (const [place, scale] of scales.entries()) {
    const scaled = scaledBy(values, scale, precision === "sums" ? tolerance : 0);
    if (!scaled) continue;
    return writeIntegers(writer, scaled, place);
  }
  writer.byte(rawColumn);
  for (const value of values) writer.float64(value);
}

/** Reads a column of `length` numbers. */
export function readNumbers(reader: ByteReader, length: number): Float64Array {
  const values = new Float64Array(length);
  const tag = reader.byte();
  if (tag === rawColumn) {
    for (let i = 0; i < length; i++) values[i] = reader.float64();
    return values;
  }
  const scale = scales[tag >> 2];
  if (scale === undefined) throw new RangeError(`a column has the unknown form ${tag}`);
  const mode = tag & 3;
  if (mode === modes.same) return values.fill(reader.zigzag() / scale);
  reader.zigzags(values);
  if (mode === modes.steps) for (let i = 1; i < length; i++) values[i] = (values[i] as number) + (values[i - 1] as number);
  if (scale !== 1) for (let i = 0; i < length; i++) values[i] = (values[i] as number) / scale;
  return values;
}

function writeIntegers(writer: ByteWriter, values: readonly number[], place: number): void {
  const [first = 0] = values;
  if (values.every((value) => value === first)) {
    writer.byte(place * 4 + modes.same);
    writer.zigzag(first);
    return;
  }
  let plainLength = 0;
  let stepsLength = 0;
  let previous = 0;
  for (const value of values) {
    plainLength += zigzagLength(value);
    stepsLength += zigzagLength(value - previous);
    previous = value;
  }
  const steps = stepsLength < plainLength;
  writer.byte(place * 4 + (steps ? modes.steps : modes.plain));
  previous = 0;
  for (const value of values) {
    writer.zigzag(steps ? value - previous : value);
    previous = value;
  }
}

function scaledBy(values: readonly number[], scale: number, precision: number): number[] | undefined {
  const scaled: number[] = [];
  for (const value of values) {
    const integer = Math.round(value * scale);
    if (Math.abs(integer) >= largestScaled) return undefined;
    if (Math.abs(integer / scale - value) > Math.abs(value) * precision) return undefined;
    // No negative zero: it would not come back as such anyway.
    scaled.push(integer + 0);
  }
  return scaled;
}

function zigzagLength(value: number): number {
  const code = value < 0 ? -2 * value - 1 : 2 * value;
  return code < 2 ** 7 ? 1 : code < 2 ** 14 ? 2 : code < 2 ** 21 ? 3 : code < 2 ** 28 ? 4 : code < 2 ** 35 ? 5 : 7;
}
