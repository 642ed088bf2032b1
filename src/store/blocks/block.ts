/**
 * A block: points of one series within one span of one tier, packed in columns (docs/storage.md describes the bytes). The
 * same bytes lie in every engine.
 */
import { crc32 } from "node:zlib";
import { ByteReader, ByteWriter } from "../../lib/byte-buffer.ts";
import type { Spread } from "../../model/statistic-set.ts";
import { BitReader, BitWriter } from "./bits.ts";
import { readHistogram, writeHistogram } from "./histogram-bits.ts";
import { readNumbers, writeNumbers } from "./number-column.ts";
import type { PointColumns } from "./points.ts";

/** The first byte of a block; rises with each change of the format. Readers know all versions there ever were. */
export const blockVersion = 1;

/** A block whose bytes are not what was written. */
export class CorruptBlock extends Error {
  constructor(problem: string) {
    super(`the block is damaged: ${problem}`);
    this.name = "CorruptBlock";
  }
}

/** What a point's spread is; the kind decides which columns hold it. */
const kinds = { single: 0, binary: 1, histogram: 2, unknown: 3 } as const;
const checksumLength = 4;

/** Packs columns (with spreads, at least one point). @param grainSeconds the tier's; seconds are multiples of it */
export function encodeBlock(points: PointColumns, grainSeconds: number): Uint8Array {
  const writer = new ByteWriter(64 + points.length * 8);
  writer.byte(blockVersion);
  writer.varint(points.length);
  writeSeconds(writer, points, grainSeconds);
  const kindOf = pointKinds(points);
  writeRuns(writer, kindOf);
  writeNumbers(writer, column(points.sampleCounts, kindOf));
  writeNumbers(writer, column(points.sums, kindOf, [kinds.binary, kinds.histogram, kinds.unknown]), "sums");
  writeNumbers(writer, column(points.minimums, kindOf, [kinds.single, kinds.histogram, kinds.unknown]));
  writeNumbers(writer, column(points.maximums, kindOf, [kinds.histogram, kinds.unknown]));
  writeSpreads(writer, points, kindOf);
  const body = writer.take();
  const block = new Uint8Array(body.length + checksumLength);
  block.set(body);
  new DataView(block.buffer).setUint32(body.length, crc32(body), true);
  return block;
}

/**
 * Unpacks a block. @param histograms false leaves the spreads out, which is quicker
 * @throws CorruptBlock when the checksum is wrong or the format is not known
 */
export function decodeBlock(block: Uint8Array, grainSeconds: number, histograms: boolean): PointColumns {
  const bodyLength = block.length - checksumLength;
  const body = block.subarray(0, Math.max(0, bodyLength));
  const stored = bodyLength > 0 ? new DataView(block.buffer, block.byteOffset).getUint32(bodyLength, true) : -1;
  if (stored !== crc32(body)) throw new CorruptBlock("its checksum is wrong");
  if (body[0] !== blockVersion) throw new CorruptBlock(`its format version is ${body[0]}, this program knows ${blockVersion}`);
  try {
    return decodeBody(body, grainSeconds, histograms);
  } catch (error) {
    if (error instanceof RangeError) throw new CorruptBlock(error.message);
    throw error;
  }
}

function decodeBody(body: Uint8Array, grainSeconds: number, histograms: boolean): PointColumns {
  const reader = new ByteReader(body);
  reader.byte();
  const length = reader.varint();
  const seconds = readSeconds(reader, length, grainSeconds);
  const kindOf = readRuns(reader, length);
  const amounts = [0, 0, 0, 0];
  for (const kind of kindOf) amounts[kind] = (amounts[kind] as number) + 1;
  const [singles = 0, binaries = 0, distributed = 0, unknown = 0] = amounts;
  const sampleCounts = readNumbers(reader, length);
  const ownSums = readNumbers(reader, binaries + distributed + unknown);
  const ownMinimums = readNumbers(reader, singles + distributed + unknown);
  const ownMaximums = readNumbers(reader, distributed + unknown);
  const columns =
    distributed + unknown === length
      ? { sums: ownSums, minimums: ownMinimums, maximums: ownMaximums }
      : spreadOut(kindOf, sampleCounts, ownSums, ownMinimums, ownMaximums);
  const points = { length, seconds, sampleCounts, ...columns };
  return histograms ? { ...points, spreads: readSpreads(reader, kindOf, points) } : points;
}

/** Puts the shorter columns back to their points. */
function spreadOut(
  kindOf: Uint8Array,
  sampleCounts: Float64Array,
  ownSums: Float64Array,
  ownMinimums: Float64Array,
  ownMaximums: Float64Array,
): Pick<PointColumns, "sums" | "minimums" | "maximums"> {
  const { length } = kindOf;
  const sums = new Float64Array(length);
  const minimums = new Float64Array(length);
  const maximums = new Float64Array(length);
  let sum = 0;
  let minimum = 0;
  let maximum = 0;
  for (let i = 0; i < length; i++) {
    const kind = kindOf[i];
    if (kind === kinds.single) {
      const value = ownMinimums[minimum++] as number;
      minimums[i] = value;
      maximums[i] = value;
      sums[i] = value * (sampleCounts[i] as number);
      continue;
    }
    sums[i] = ownSums[sum++] as number;
    minimums[i] = kind === kinds.binary ? 0 : (ownMinimums[minimum++] as number);
    maximums[i] = kind === kinds.binary ? 1 : (ownMaximums[maximum++] as number);
  }
  return { sums, minimums, maximums };
}

/** Distances in grains: the first from 0, then runs of equal steps. */
function writeSeconds(writer: ByteWriter, { seconds, length }: PointColumns, grainSeconds: number): void {
  writer.varint((seconds[0] as number) / grainSeconds);
  for (let i = 1; i < length; ) {
    const step = (seconds[i] as number) - (seconds[i - 1] as number);
    let run = 1;
    while (i + run < length && (seconds[i + run] as number) - (seconds[i + run - 1] as number) === step) run++;
    // A run of one is the common case of irregular traffic: it takes one byte.
    writer.varint(2 * (step / grainSeconds) + (run > 1 ? 1 : 0));
    if (run > 1) writer.varint(run);
    i += run;
  }
}

function readSeconds(reader: ByteReader, length: number, grainSeconds: number): Float64Array {
  const seconds = new Float64Array(length);
  let second = reader.varint() * grainSeconds;
  seconds[0] = second;
  for (let i = 1; i < length; ) {
    const code = reader.varint();
    const step = Math.floor(code / 2) * grainSeconds;
    const end = Math.min(length, i + (code % 2 === 1 ? reader.varint() : 1));
    for (; i < end; i++) {
      second += step;
      seconds[i] = second;
    }
  }
  return seconds;
}

function writeRuns(writer: ByteWriter, values: Uint8Array): void {
  for (let i = 0; i < values.length; ) {
    let run = 1;
    while (values[i + run] === values[i]) run++;
    writer.varint(run * 4 + (values[i] as number));
    i += run;
  }
}

function readRuns(reader: ByteReader, length: number): Uint8Array {
  const values = new Uint8Array(length);
  for (let i = 0; i < length; ) {
    const code = reader.varint();
    const run = code >>> 2;
    if (run === 0) throw new RangeError("a run of no points");
    values.fill(code & 3, i, i + run);
    i += run;
  }
  return values;
}

function pointKinds(points: PointColumns): Uint8Array {
  const kindOf = new Uint8Array(points.length);
  for (let i = 0; i < points.length; i++) {
    const spread = points.spreads?.[i];
    kindOf[i] =
      spread === undefined ? kinds.single : spread === "binary" ? kinds.binary : spread === "unknown" ? kinds.unknown : kinds.histogram;
  }
  return kindOf;
}

/** The values of a column at points of some kinds (all without a list). */
function column(values: ArrayLike<number>, kindOf: Uint8Array, of?: readonly number[]): number[] {
  const chosen: number[] = [];
  for (let i = 0; i < kindOf.length; i++) if (!of || of.includes(kindOf[i] as number)) chosen.push(values[i] as number);
  return chosen;
}

function writeSpreads(writer: ByteWriter, points: PointColumns, kindOf: Uint8Array): void {
  const bits = new BitWriter(writer);
  for (let i = 0; i < points.length; i++) {
    const spread = points.spreads?.[i];
    if (kindOf[i] !== kinds.histogram || typeof spread !== "object") continue;
    writeHistogram(bits, spread, frameAt(points, i));
  }
  bits.finish();
}

function readSpreads(reader: ByteReader, kindOf: Uint8Array, points: PointColumns): Spread[] {
  const bits = new BitReader(reader.bytes(reader.left));
  const spreads: Spread[] = [];
  for (let i = 0; i < kindOf.length; i++) {
    const kind = kindOf[i];
    if (kind === kinds.single) spreads.push(undefined);
    else if (kind === kinds.binary) spreads.push("binary");
    else spreads.push(kind === kinds.unknown ? "unknown" : readHistogram(bits, frameAt(points, i)));
  }
  return spreads;
}

const frameAt = (points: PointColumns, i: number): { sampleCount: number; minimum: number; maximum: number } => ({
  sampleCount: points.sampleCounts[i] as number,
  minimum: points.minimums[i] as number,
  maximum: points.maximums[i] as number,
});
