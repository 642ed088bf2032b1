/**
 * A batch: the points of a second as one packed buffer, which crosses from the data plane to the management plane. It is
 * self-contained: the definitions of its series stand in it. Step 6 of the walk of an Encrypt.
 */
import { ByteReader, ByteWriter } from "../lib/byte-buffer.ts";
import { type MetricPoint, type Series, type Unit, units } from "../model/metric.ts";
import { readSet, writeSet } from "../model/packed-set.ts";

/** The first byte; rises with each change of the format. */
const version = 1;

/** Series are the same objects again and again on the data plane: each is encoded once in its life. */
const encoded = new WeakMap<Series, Uint8Array>();

/** Packs points; any order, several of one series and second are allowed. */
export function packBatch(points: readonly MetricPoint[]): Uint8Array {
  const writer = new ByteWriter(64 + points.length * 32);
  const numbers = new Map<Series, number>();
  for (const { series } of points) if (!numbers.has(series)) numbers.set(series, numbers.size);
  writer.byte(version);
  writer.varint(numbers.size);
  for (const series of numbers.keys()) {
    const bytes = encodedSeries(series);
    writer.varint(bytes.length);
    writer.bytes(bytes);
  }
  writer.varint(points.length);
  let previousSecond = 0;
  for (const { series, second, set, resolution } of points) {
    writer.varint(2 * (numbers.get(series) as number) + (resolution === 60 ? 1 : 0));
    writer.zigzag(second - previousSecond);
    previousSecond = second;
    writeSet(writer, set);
  }
  return writer.take();
}

/**
 * Unpacks a batch. Equal series of one unpacker are one object over all its batches.
 * @throws RangeError when the bytes are damaged or of a version that is not known
 */
export function unpackBatch(bytes: Uint8Array, known: SeriesCache = defaultCache): MetricPoint[] {
  const reader = new ByteReader(bytes);
  const found = reader.byte();
  if (found !== version) throw new RangeError(`a batch of format version ${found} came, version ${version} is known`);
  const series: Series[] = [];
  for (let left = reader.varint(); left > 0; left--) series.push(known.series(reader.bytes(reader.varint())));
  const points: MetricPoint[] = [];
  let second = 0;
  for (let left = reader.varint(); left > 0; left--) {
    const code = reader.varint();
    const at = series[Math.floor(code / 2)];
    if (!at) throw new RangeError("a batch names a series that it does not define");
    second += reader.zigzag();
    points.push({ series: at, second, set: readSet(reader), resolution: code % 2 === 1 ? 60 : 1 });
  }
  return points;
}

/** Series by their encoded definition, so that a definition that comes every second is decoded once. */
export class SeriesCache {
  readonly #byDefinition = new Map<string, Series>();
  readonly #limit: number;

  /** @param limit entries; the cache starts anew when there are more */
  constructor(limit = 100_000) {
    this.#limit = limit;
  }

  series(definition: Uint8Array): Series {
    const key = Buffer.from(definition.buffer, definition.byteOffset, definition.byteLength).toString("latin1");
    const known = this.#byDefinition.get(key);
    if (known) return known;
    if (this.#byDefinition.size >= this.#limit) this.#byDefinition.clear();
    const series = decodeSeries(definition);
    this.#byDefinition.set(key, series);
    return series;
  }
}

/** Pure memory of what definitions mean; sharing it has no effect but speed. */
const defaultCache = new SeriesCache();

function encodedSeries(series: Series): Uint8Array {
  let bytes = encoded.get(series);
  if (!bytes) {
    const writer = new ByteWriter();
    writer.text(series.namespace);
    writer.text(series.metricName);
    writer.byte(units.indexOf(series.unit));
    writer.varint(series.dimensions.length);
    for (const { name, value } of series.dimensions) {
      writer.text(name);
      writer.text(value);
    }
    bytes = writer.take();
    encoded.set(series, bytes);
  }
  return bytes;
}

function decodeSeries(bytes: Uint8Array): Series {
  const reader = new ByteReader(bytes);
  const namespace = reader.text();
  const metricName = reader.text();
  const unit: Unit | undefined = units[reader.byte()];
  if (!unit) throw new RangeError("a batch names a unit that does not exist");
  const dimensions = Array.from({ length: reader.varint() }, () => ({ name: reader.text(), value: reader.text() }));
  return { namespace, metricName, dimensions, unit };
}
