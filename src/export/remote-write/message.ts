/** The message of Prometheus' remote write, version 1: families as protobuf, squeezed by snappy. Pure. */
import protobuf from "protobufjs";
import { compress, uncompress } from "snappyjs";
import type { Family } from "../exposition/family.ts";

const root = protobuf.Root.fromJSON({
  nested: {
    WriteRequest: {
      fields: {
        timeseries: { rule: "repeated", type: "TimeSeries", id: 1 },
        metadata: { rule: "repeated", type: "MetricMetadata", id: 3 },
      },
    },
    TimeSeries: {
      fields: { labels: { rule: "repeated", type: "Label", id: 1 }, samples: { rule: "repeated", type: "Sample", id: 2 } },
    },
    Label: { fields: { name: { type: "string", id: 1 }, value: { type: "string", id: 2 } } },
    Sample: { fields: { value: { type: "double", id: 1 }, timestamp: { type: "int64", id: 2 } } },
    MetricMetadata: {
      fields: {
        type: { type: "int32", id: 1 },
        metricFamilyName: { type: "string", id: 2 },
        help: { type: "string", id: 4 },
      },
    },
  },
});
const writeRequest = root.lookupType("WriteRequest");

/** The numbers of MetricMetadata's types. */
const types = { counter: 1, gauge: 2, histogram: 3 } as const satisfies Readonly<Record<Family["type"], number>>;

interface WriteRequest {
  readonly timeseries: readonly {
    readonly labels: readonly { readonly name: string; readonly value: string }[];
    readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
  }[];
  readonly metadata: readonly { readonly type: number; readonly metricFamilyName: string; readonly help: string }[];
}

/** The body of one request: every sample at `atMs` (epoch ms), with the given labels beside its own. */
export function encodeWriteRequest(families: readonly Family[], atMs: number, labels: Readonly<Record<string, string>> = {}): Uint8Array {
  const message: WriteRequest = {
    timeseries: families.flatMap(({ name, samples }) =>
      samples.map((sample) => ({
        labels: sortedLabels([["__name__", name + (sample.suffix ?? "")], ...Object.entries(labels), ...sample.labels]),
        samples: [{ value: sample.value, timestamp: atMs }],
      })),
    ),
    metadata: families.map(({ name, help, type }) => ({ type: types[type], metricFamilyName: name, help })),
  };
  return compress(writeRequest.encode(message).finish());
}

/** The protocol wants labels in the order of their names. */
const sortedLabels = (labels: readonly (readonly [string, string])[]): { name: string; value: string }[] =>
  labels.map(([name, value]) => ({ name, value })).sort((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)));

/** What a body says, for tests and for receivers. */
export function decodeWriteRequest(body: Uint8Array): WriteRequest {
  const decoded = writeRequest.decode(uncompress(body));
  return writeRequest.toObject(decoded, { longs: Number, arrays: true }) as WriteRequest;
}
