import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../lib/clock.ts";
import { type MetricPoint, type Series, seriesKey } from "../../model/metric.ts";
import { MemoryResourceStore } from "../memory-resource-store.ts";
import { MemoryMetricStore } from "../memory-metric-store.ts";
import { type Columns, type MetricStore, type ReadRequest, type StoredSeries, tiers } from "../metric-store.ts";
import { sampleAccessKey, sampleKey, sampleKeyStore } from "../resource-store-suite.ts";
import { Keyring, masterKeyOf } from "../sealing.ts";
import { makeBackup } from "./backup.ts";
import { BackupRefused } from "./backup-file.ts";
import { spans } from "./metric-records.ts";
import { restoreBackup } from "./restore.ts";

/** Keeps points as they come and reads them by their start, whatever the grain: enough to see what is moved. */
class PointStore implements MetricStore {
  readonly points = new Map<string, MetricPoint[]>();

  async merge(points: readonly MetricPoint[]): Promise<void> {
    for (const point of points) {
      const key = seriesKey(point.series);
      this.points.set(key, [...(this.points.get(key) ?? []), point]);
    }
  }

  async list(): Promise<readonly StoredSeries[]> {
    return [...this.points.values()].flatMap(([first], id) => (first ? [{ ...first.series, id, lastSecond: first.second }] : []));
  }

  async read({ seriesIds, from, to }: ReadRequest): Promise<readonly Columns[]> {
    const all = [...this.points.values()];
    return seriesIds.map((id) => {
      const points = (all[id] ?? []).filter(({ second }) => second >= from && second < to);
      const column = (of: (point: MetricPoint) => number): Float64Array => Float64Array.from(points, of);
      return {
        starts: column(({ second }) => second),
        sampleCounts: column(({ set }) => set.sampleCount),
        sums: column(({ set }) => set.sum),
        minimums: column(({ set }) => set.minimum),
        maximums: column(({ set }) => set.maximum),
        spreads: points.map(({ set }) => set.spread),
      };
    });
  }

  expire = async (): Promise<void> => undefined;
  size = async (): Promise<number> => 0;
  close = async (): Promise<void> => undefined;
}

const clock = new ManualClock();
const now = Math.floor(clock.now() / 1000);
const keyring = new Keyring([masterKeyOf(new Uint8Array(32).fill(1))], clock);
const series = (name: string): Series => ({
  namespace: "AWS/KMS",
  metricName: name,
  dimensions: [{ name: "CustomKeyStoreId", value: "cks-1" }],
  unit: "Count",
});
const histogram = { indices: Int32Array.of(-5, 100), counts: Float64Array.of(1, 0.5) };
const point = (name: string, agoSeconds: number, resolution: 1 | 60, spread?: MetricPoint["set"]["spread"]): MetricPoint => ({
  series: series(name),
  second: now - agoSeconds,
  set: { sampleCount: 2, sum: 3.5, minimum: 1, maximum: 2.5, ...(spread !== undefined && { spread }) },
  resolution,
});

let resources: MemoryResourceStore;
let metrics: PointStore;
beforeEach(async () => {
  resources = new MemoryResourceStore();
  metrics = new PointStore();
  await resources.write([
    { kind: "key-store", id: sampleKeyStore.id, value: sampleKeyStore },
    { kind: "kms-key", id: sampleKey.id, value: sampleKey },
    { kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey },
    { kind: "session", id: "s", value: { id: "s", csrfHash: "h", userName: "ana", role: "admin", createdAt: 1, expiresAt: 2 } },
    { kind: "setting", id: "master-key-id", value: { value: "of the old place" } },
  ]);
});

async function bytesOf(): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of makeBackup({ resources, metrics, keyring }, clock)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
/** Hands bytes out in chunks that fit nothing. */
async function* chunked(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}
const restoreInto = (bytes: Buffer, into: { resources: MemoryResourceStore; metrics: PointStore }, ring = keyring) =>
  restoreBackup(() => chunked(bytes), ring, { ...into, commit: (changes) => into.resources.write(changes) });
const emptyPlace = () => ({ resources: new MemoryResourceStore(), metrics: new PointStore() });

describe("backup and restore", () => {
  it("bring state and metrics to another place, secrets, bytes and histograms included", async () => {
    const points = [
      point("Latency", 10, 1, histogram),
      point("Latency", 86_400, 60, "binary"),
      point("Latency", 30 * 86_400, 60, "unknown"),
      point("Latency", 100 * 86_400, 60),
      point("Errors", 5, 1),
    ];
    await metrics.merge(points);
    const place = emptyPlace();
    expect(await restoreInto(await bytesOf(), place)).toEqual({ resources: 3, series: 2, seriesLeft: 0 });
    expect((await place.resources.read("kms-key", sampleKey.id))?.value).toEqual(sampleKey);
    expect((await place.resources.read("access-key", sampleAccessKey.id))?.value).toEqual(sampleAccessKey);
    const found = [...place.metrics.points.values()].flat();
    expect(found).toHaveLength(points.length);
    expect(found).toEqual(expect.arrayContaining(points));
  });

  it("leave out sessions and the master key's name of that place", async () => {
    const place = emptyPlace();
    await place.resources.write([{ kind: "setting", id: "master-key-id", value: { value: "of the new place" } }]);
    await restoreInto(await bytesOf(), place);
    expect(await place.resources.list("session")).toEqual([]);
    expect((await place.resources.read("setting", "master-key-id"))?.value.value).toBe("of the new place");
  });

  it("replace what is there, also where names went to others", async () => {
    const bytes = await bytesOf();
    const place = emptyPlace();
    await place.resources.write([
      { kind: "access-key", id: "other", value: { ...sampleAccessKey, id: "other" } },
      { kind: "alias", id: "alias/new", value: { name: "alias/new", arn: "", keyId: "k", createdAt: 1, updatedAt: 1 } },
    ]);
    await restoreInto(bytes, place);
    expect((await place.resources.list("access-key")).map(({ id }) => id)).toEqual([sampleAccessKey.id]);
    expect(await place.resources.list("alias")).toEqual([]);
  });

  it("count nothing twice", async () => {
    await metrics.merge([point("Latency", 10, 1)]);
    const bytes = await bytesOf();
    const place = emptyPlace();
    await restoreInto(bytes, place);
    expect(await restoreInto(bytes, place)).toMatchObject({ series: 0, seriesLeft: 1 });
    expect([...place.metrics.points.values()].flat()).toHaveLength(1);
  });

  it("show nothing readable but the header", async () => {
    const bytes = await bytesOf();
    expect(bytes.toString("latin1")).toMatch(/^xkswatch-backup-1 \{"createdAt":/);
    for (const secret of [sampleAccessKey.secret, sampleKeyStore.name, "AWS/KMS", sampleKey.arn])
      expect(bytes.includes(secret)).toBe(false);
    expect((await bytesOf()).equals(bytes)).toBe(false);
  });

  const broken: readonly [string, (bytes: Buffer) => Buffer][] = [
    ["empty", () => Buffer.alloc(0)],
    ["of another kind", () => Buffer.from("PK\u0003\u0004 something else\n")],
    ["without a line", () => Buffer.alloc(5000, 1)],
    ["with a spoilt header", (bytes) => Buffer.concat([Buffer.from("xkswatch-backup-1 {}\n"), bytes.subarray(bytes.indexOf("\n") + 1)])],
    ["cut in a frame", (bytes) => bytes.subarray(0, bytes.length - 30)],
    ["cut before its last frame", (bytes) => bytes.subarray(0, bytes.length - 20)],
    ["with a changed byte", (bytes) => Buffer.from(bytes).fill((bytes[bytes.length - 60] ?? 0) ^ 1, bytes.length - 60, bytes.length - 59)],
    ["with something behind it", (bytes) => Buffer.concat([bytes, Buffer.from("x")])],
    ["with a huge frame", (bytes) => Buffer.concat([bytes.subarray(0, bytes.indexOf("\n") + 1), Buffer.alloc(100, 255)])],
  ];
  it.each(broken)("refuse a file that is %s, and change nothing", async (_, spoil) => {
    await metrics.merge([point("Latency", 10, 1)]);
    const place = emptyPlace();
    await place.resources.write([{ kind: "access-key", id: sampleAccessKey.id, value: sampleAccessKey }]);
    await expect(restoreInto(spoil(await bytesOf()), place)).rejects.toBeInstanceOf(BackupRefused);
    expect(await place.resources.readAll()).toHaveLength(1);
    expect(place.metrics.points.size).toBe(0);
  });

  it("refuse a backup under another master key, naming it", async () => {
    const other = new Keyring([masterKeyOf(new Uint8Array(32).fill(2))], clock);
    await expect(restoreInto(await bytesOf(), emptyPlace(), other)).rejects.toThrow(keyring.current.id);
  });
});

describe("backup and restore of a metric store", () => {
  it("give the same answer in every tier", async () => {
    const source = new MemoryMetricStore({ clock });
    const ages = [1, 3000, 3 * 3600 - 1800, 3 * 3600 + 5000, 86_400, 16 * 86_400, 62 * 86_400, 64 * 86_400, 400 * 86_400];
    for (const age of ages) await source.merge([point("Latency", age, 1), point("Latency", age + 1, 1)]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of makeBackup({ resources, metrics: source, keyring }, clock)) chunks.push(chunk);
    const target = new MemoryMetricStore({ clock });
    const into = new MemoryResourceStore();
    await restoreBackup(() => chunked(Buffer.concat(chunks)), keyring, {
      resources: into,
      metrics: target,
      commit: (changes) => into.write(changes),
    });
    for (const { grainSeconds, keptSeconds } of tiers) {
      const answers = await Promise.all(
        [source, target].map(async (store) => {
          const seriesIds = (await store.list({})).map(({ id }) => id);
          const from = Math.ceil((now - keptSeconds) / 3600) * 3600;
          return store.read({ seriesIds, from, to: now + 3600, periodSeconds: grainSeconds, grainSeconds, histograms: true });
        }),
      );
      expect(answers[0]?.[0]?.starts.length).toBeGreaterThan(0);
      expect(answers[1]).toEqual(answers[0]);
    }
  });
});

describe("spans", () => {
  it("cover the past without gap or overlap, at whole hours, each from the tier that still holds it", () => {
    const [second, minute, five, hour] = spans(now);
    expect([second?.from, minute?.from, five?.from]).toEqual([minute?.to, five?.to, hour?.to]);
    for (const { from, to } of spans(now)) expect([from % 3600, to % 3600]).toEqual([0, 0]);
    expect(second?.from).toBeGreaterThanOrEqual(now - 3 * 3600);
    expect(second?.to).toBeGreaterThan(now);
    expect(hour?.from).toBeGreaterThanOrEqual(now - 455 * 86_400);
  });
});
