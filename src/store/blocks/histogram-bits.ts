/**
 * Histograms in few bits. What minimum, maximum and sample count tell anyway is left out: the first and the last bucket, and
 * the last bucket's count. Gaps between buckets are gamma codes, counts Rice codes with a parameter of each histogram.
 */
import { bucketIndex, type Histogram, zeroIndex } from "../../model/histogram.ts";
import { type BitReader, bitLength, type BitWriter } from "./bits.ts";

/** Values of the five bits at the start: 0–28 is a Rice parameter. */
const gammaCounts = 29;
/** Nothing is left out, counts are floating-point numbers. */
const explicit = 31;

/** The numbers of the set that the histogram belongs to. */
export interface Frame {
  readonly sampleCount: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Writes a histogram of at least one bucket. */
export function writeHistogram(bits: BitWriter, histogram: Histogram, frame: Frame): void {
  if (!followsFrom(histogram, frame)) return writeExplicit(bits, histogram);
  const { indices, counts } = histogram;
  const inner = counts.subarray(0, counts.length - 1);
  const code = bestCode(inner);
  bits.bits(code, 5);
  const last = indices[indices.length - 1] as number;
  for (let i = 0; i < inner.length; i++) {
    const index = indices[i] as number;
    if (i > 0) bits.gamma(indices[i - 1] === zeroIndex ? last - index + 1 : index - (indices[i - 1] as number));
    writeCount(bits, inner[i] as number, code);
  }
  if (inner.length > 0) {
    const before = indices[inner.length - 1] as number;
    bits.gamma(before === zeroIndex ? 1 : last - before);
  }
}

/** Reads what `writeHistogram` wrote. */
export function readHistogram(bits: BitReader, frame: Frame): Histogram {
  const code = bits.bits(5);
  if (code === explicit) return readExplicit(bits);
  const last = bucketIndex(frame.maximum);
  const indices: number[] = [];
  const counts: number[] = [];
  let rest = frame.sampleCount;
  for (let index = bucketIndex(frame.minimum); index < last; ) {
    const count = readCount(bits, code);
    indices.push(index);
    counts.push(count);
    rest -= count;
    index = index === zeroIndex ? last - bits.gamma() + 1 : index + bits.gamma();
  }
  indices.push(last);
  counts.push(rest);
  return packed(indices, counts);
}

function packed(indices: readonly number[], counts: readonly number[]): Histogram {
  const histogram = { indices: new Int32Array(indices.length), counts: new Float64Array(indices.length) };
  for (let i = 0; i < indices.length; i++) {
    histogram.indices[i] = indices[i] as number;
    histogram.counts[i] = counts[i] as number;
  }
  return histogram;
}

/** Whether first bucket, last bucket and last count can be told from the frame, on any machine. */
function followsFrom({ indices, counts }: Histogram, { sampleCount, minimum, maximum }: Frame): boolean {
  if (indices[0] !== bucketIndex(minimum) || indices[indices.length - 1] !== bucketIndex(maximum)) return false;
  if (onBound(minimum) || onBound(maximum)) return false;
  let total = 0;
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 1 || count >= 2 ** 48) return false;
    total += count;
  }
  return total === sampleCount;
}

/** Values so near to a bucket's bound that another logarithm function might put them into the next one. 1 is exact everywhere. */
function onBound(value: number): boolean {
  if (value === 0 || value === 1) return false;
  const place = Math.log(value) / Math.log(1.04);
  return Math.abs(place - Math.round(place)) < 1e-9;
}

/** The shortest code for the counts. */
function bestCode(counts: Float64Array): number {
  if (counts.length === 0) return 0;
  let total = 0;
  let gammaBits = 0;
  for (const count of counts) {
    total += count;
    gammaBits += 2 * bitLength(count) - 1;
  }
  const mean = total / counts.length;
  const k = Math.min(28, Math.max(0, Math.floor(Math.log2(Math.max(1, (mean - 1) * 0.7)))));
  let riceBits = 0;
  for (const count of counts) riceBits += Math.floor((count - 1) / 2 ** k) + 1 + k;
  return gammaBits < riceBits ? gammaCounts : k;
}

function writeCount(bits: BitWriter, count: number, code: number): void {
  if (code === gammaCounts) bits.gamma(count);
  else bits.rice(count - 1, code);
}

function readCount(bits: BitReader, code: number): number {
  return code === gammaCounts ? bits.gamma() : bits.rice(code) + 1;
}

function writeExplicit(bits: BitWriter, { indices, counts }: Histogram): void {
  bits.bits(explicit, 5);
  bits.gamma(indices.length);
  for (const [i, index] of indices.entries()) {
    bits.bits(index - zeroIndex, 33);
    bits.float64(counts[i] as number);
  }
}

function readExplicit(bits: BitReader): Histogram {
  const length = bits.gamma();
  const indices: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < length; i++) {
    indices.push(bits.bits(33) + zeroIndex);
    counts.push(bits.float64());
  }
  return packed(indices, counts);
}
