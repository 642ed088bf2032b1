/**
 * A statistic set as bytes, losslessly: the common part of the batches that cross between the planes and of a store's
 * journal. Decimal numbers with up to three places and integers take few bytes, others nine.
 */
import { type Histogram, zeroIndex } from "./histogram.ts";
import type { Spread, StatisticSet } from "./statistic-set.ts";

/** Where the bytes go (lib/byte-buffer has one). */
export interface NumberSink {
  byte(value: number): void;
  varint(value: number): void;
  float64(value: number): void;
}

/** Where they come from. */
export interface NumberSource {
  byte(): number;
  varint(): number;
  float64(): number;
}

const kinds = { single: 0, binary: 1, histogram: 2, unknown: 3 } as const;
const largestScaled = 2 ** 51;

/** Writes a set. */
export function writeSet(sink: NumberSink, set: StatisticSet): void {
  const { spread } = set;
  writeCount(sink, set.sampleCount);
  if (spread === undefined) {
    // A sum that is not the product, by rounding on the way, is kept as it is.
    const derived = set.sum === set.minimum * set.sampleCount;
    sink.byte(kinds.single | (derived ? 4 : 0));
    writeValue(sink, set.minimum);
    if (!derived) writeValue(sink, set.sum);
    return;
  }
  sink.byte(spread === "binary" ? kinds.binary : spread === "unknown" ? kinds.unknown : kinds.histogram);
  writeValue(sink, set.sum);
  if (spread === "binary") return;
  writeValue(sink, set.minimum);
  writeValue(sink, set.maximum);
  if (spread !== "unknown") writeHistogram(sink, spread);
}

/** Reads what `writeSet` wrote. */
export function readSet(source: NumberSource): StatisticSet {
  const sampleCount = readCount(source);
  const tag = source.byte();
  const kind = tag & 3;
  if (kind === kinds.single) {
    const value = readValue(source);
    return { sampleCount, sum: tag & 4 ? value * sampleCount : readValue(source), minimum: value, maximum: value };
  }
  const sum = readValue(source);
  if (kind === kinds.binary) return { sampleCount, sum, minimum: 0, maximum: 1, spread: "binary" };
  const minimum = readValue(source);
  const maximum = readValue(source);
  const spread: Spread = kind === kinds.unknown ? "unknown" : readHistogram(source);
  return { sampleCount, sum, minimum, maximum, spread };
}

function writeHistogram(sink: NumberSink, { indices, counts }: Histogram): void {
  sink.varint(indices.length);
  let previous = 0;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    const isZero = index === zeroIndex;
    // Zeros are 0; a step up is 1 + 2 × step, a step down (the first index only) 2 + 2 × step.
    const step = index - previous;
    sink.varint(isZero ? 0 : step >= 0 ? 1 + 2 * step : 2 - 2 * step);
    if (!isZero) previous = index;
    writeCount(sink, counts[i] as number);
  }
}

function readHistogram(source: NumberSource): Histogram {
  const length = source.varint();
  const indices: number[] = [];
  const counts: number[] = [];
  let previous = 0;
  for (let i = 0; i < length; i++) {
    const code = source.varint();
    if (code !== 0) previous += code % 2 === 1 ? (code - 1) / 2 : (2 - code) / 2;
    indices.push(code === 0 ? zeroIndex : previous);
    counts.push(readCount(source));
  }
  return { indices: Int32Array.from(indices), counts: Float64Array.from(counts) };
}

/** Counts are integers, but for CloudWatch's fractional Counts. */
function writeCount(sink: NumberSink, count: number): void {
  if (Number.isInteger(count) && count >= 0 && count < largestScaled) return sink.varint(2 * count);
  sink.varint(1);
  sink.float64(count);
}

function readCount(source: NumberSource): number {
  const code = source.varint();
  return code === 1 ? source.float64() : code / 2;
}

function writeValue(sink: NumberSink, value: number): void {
  const scaled = Math.round(value * 1000);
  if (Math.abs(scaled) < largestScaled / 2 && scaled / 1000 === value && !Object.is(value, -0)) {
    return sink.varint(scaled < 0 ? -4 * scaled - 2 : 4 * scaled);
  }
  sink.varint(1);
  sink.float64(value);
}

function readValue(source: NumberSource): number {
  const code = source.varint();
  if (code === 1) return source.float64();
  return (code % 4 === 2 ? -(code + 2) / 4 : code / 4) / 1000;
}
