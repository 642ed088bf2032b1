/**
 * PutMetricData over HTTP through the one port, in each protocol and gzipped as SDKs send it: series a second of processor
 * time, in batches of 1,000, new ones and known ones; the time of both planes together and of the management plane alone.
 *
 *     npm run build && npx tsx bench/metric-puts.ts
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encode, Token, Type } from "cborg";
import { type Product, startProduct } from "../test/support/product.ts";
import { LastByteClient, plainRequest } from "./support/last-byte.ts";
import { median } from "./support/raw-load.ts";
import { signedPost } from "./support/requests.ts";
import { random } from "./support/traffic.ts";

const seriesCount = 20_000;
const batchSize = 1000;
const rounds = 5;
const service = "GraniteServiceVersion20100801";
const next = random(5);

interface Datum {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly Unit: string;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Timestamp: number;
}

const batch = (from: number): Datum[] =>
  Array.from({ length: batchSize }, (_, i) => ({
    MetricName: "Requests",
    Dimensions: [
      { Name: "Host", Value: `host-${(from + i) % 500}` },
      { Name: "Path", Value: `/path/${Math.floor((from + i) / 500)}` },
    ],
    Unit: "Count",
    Timestamp: Math.floor(Date.now() / 1000),
    ...(i % 4 === 0 ? { Values: [next() * 100, next() * 100, next() * 100] } : { Value: Math.floor(next() * 1000) }),
  }));

type Pack = (product: Product, namespace: string, data: readonly Datum[]) => Promise<Buffer>;

const jsonHeaders = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `${service}.PutMetricData` };
const json = (namespace: string, data: readonly Datum[]): string => JSON.stringify({ Namespace: namespace, MetricData: data });

/** AWS's clients write times as tag 1, which cborg writes when it is told how. */
const cborOptions = {
  typeEncoders: {
    Object: (value: unknown) => (value instanceof Time ? [new Token(Type.tag, 1), new Token(Type.uint, value.seconds)] : null),
  },
};
class Time {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

const packs: Readonly<Record<string, Pack>> = {
  JSON: (product, namespace, data) => signedPost(product, "monitoring", "/", json(namespace, data), jsonHeaders),
  "JSON, gzipped": (product, namespace, data) =>
    signedPost(product, "monitoring", "/", gzipSync(json(namespace, data)), { ...jsonHeaders, "content-encoding": "gzip" }),
  CBOR: (product, namespace, data) => {
    const MetricData = data.map((datum) => ({ ...datum, Timestamp: new Time(datum.Timestamp) }));
    return signedPost(
      product,
      "monitoring",
      `/service/${service}/operation/PutMetricData`,
      encode({ Namespace: namespace, MetricData }, cborOptions),
      { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
    );
  },
  query: (product, namespace, data) => {
    const form = new URLSearchParams({ Action: "PutMetricData", Version: "2010-08-01", Namespace: namespace });
    for (const [i, { MetricName, Dimensions, Unit, Value, Values, Timestamp }] of data.entries()) {
      const at = `MetricData.member.${i + 1}`;
      form.set(`${at}.MetricName`, MetricName);
      for (const [j, { Name, Value: value }] of Dimensions.entries()) {
        form.set(`${at}.Dimensions.member.${j + 1}.Name`, Name);
        form.set(`${at}.Dimensions.member.${j + 1}.Value`, value);
      }
      form.set(`${at}.Unit`, Unit);
      form.set(`${at}.Timestamp`, new Date(Timestamp * 1000).toISOString());
      if (Value !== undefined) form.set(`${at}.Value`, String(Value));
      for (const [j, value] of (Values ?? []).entries()) form.set(`${at}.Values.member.${j + 1}`, String(value));
    }
    return signedPost(product, "monitoring", "/", form.toString(), { "content-type": "application/x-www-form-urlencoded" });
  },
};

const thousands = (value: number): string => Math.round(value).toLocaleString("en-US");

const product = await startProduct({ options: ["--series-limit", "1000000"] });
const client = new LastByteClient(product.address);
try {
  console.log(`PutMetricData over HTTP, batches of ${batchSize}: series a second of processor time (wanted: 50,000)`);
  for (const [name, pack] of Object.entries(packs)) {
    const rates: { readonly both: number; readonly management: number }[] = [];
    let bytes = 0;
    for (let round = 0; round <= rounds; round++) {
      const requests = [];
      for (let i = 0; i < seriesCount; i += batchSize) requests.push(plainRequest(await pack(product, `Bench ${name}`, batch(i))));
      bytes = requests[0]?.body?.length ?? 0;
      const before = processorSeconds();
      for (const request of requests) await client.ask([request]);
      const after = processorSeconds();
      const management = after.management - before.management;
      rates.push({ both: seriesCount / (management + after.data - before.data), management: seriesCount / management });
    }
    const [fresh, ...known] = rates;
    const text = (of: "both" | "management"): string =>
      `known ${thousands(median(known.map((rate) => rate[of])))}, new ${thousands(fresh?.[of] ?? Number.NaN)}`;
    console.log(`  ${name} (${(bytes / 1000).toFixed(0)} kB a batch): both planes ${text("both")}; management plane ${text("management")}`);
  }
} finally {
  client.close();
  await product.stop();
}

function processorSeconds(): { readonly data: number; readonly management: number } {
  const of = (title: "data-plane" | "management-plane"): number => {
    const fields =
      readFileSync(`/proc/${product.childPid(title)}/stat`, "utf8")
        .split(") ")[1]
        ?.split(" ") ?? [];
    // User and system time, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };
  return { data: of("data-plane"), management: of("management-plane") };
}
