/** CloudWatch behind the door with stores in memory and a fixed clock, and AWS's own client in each of the three protocols. */
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { AlarmBook } from "../alarms/alarm-book.ts";
import { createDispatch } from "../aws/dispatch.ts";
import type { Caller } from "../aws/caller.ts";
import { ManualClock } from "../lib/clock.ts";
import type { ApiResponse } from "../lib/door.ts";
import type { MetricPoint, Series } from "../model/metric.ts";
import { setOfValues } from "../model/statistic-set.ts";
import { MemoryMetricStore } from "../store/memory-metric-store.ts";
import { MemoryResourceStore } from "../store/memory-resource-store.ts";
import { createCloudWatchService } from "./operations.ts";

export const protocols = ["json", "query", "cbor"] as const;
export type ProtocolName = (typeof protocols)[number];

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

const caller: Caller = {
  arn: "arn:aws:iam::123456789012:user/admin",
  accountId: "123456789012",
  role: "admin",
  by: "local",
  remoteAddress: "",
};

/** Noon of a Tuesday, UTC, in epoch seconds. */
export const noon = Date.UTC(2026, 10, 24, 12, 0, 0) / 1000;

/** A whole CloudWatch of its own for one test. */
export function openCloudWatch(nowSeconds = noon) {
  const clock = new ManualClock(nowSeconds * 1000);
  const metrics = new MemoryMetricStore({ clock });
  const resources = new MemoryResourceStore();
  const alarms = new AlarmBook({ resources, clock });
  const errors: unknown[] = [];
  const dispatch = createDispatch({
    services: [
      createCloudWatchService({ metrics, resources, alarms, clock, installation: { region: "us-east-1", accountId: "123456789012" } }),
    ],
    authenticate: () => caller,
    newRequestId: () => "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f",
    log: { error: (fields: unknown) => void errors.push(fields) },
  });
  const door = dispatch.answerAs(caller);
  let last: ApiResponse | undefined;
  const requestHandler = {
    async handle({ method, path, headers, body }: SdkRequest) {
      const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : "");
      last = await door({ method, path, headers: lowered, body: bytes, remoteAddress: "" });
      return { response: { statusCode: last.status, headers: last.headers, body: Readable.from([Buffer.from(last.body)]) } };
    },
  };
  return {
    clock,
    metrics,
    resources,
    alarms,
    /** What the log was told of unexpected errors. */
    errors,
    /** The newest answer, as it went out. */
    last: () => last as ApiResponse,
    door,
    client: (protocol: ProtocolName = "json") =>
      new CloudWatchClient({
        region: "us-east-1",
        endpoint: "http://127.0.0.1:8420",
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
        requestHandler: requestHandler as never,
        maxAttempts: 1,
        ...protocolSetting(protocol),
      }),
  };
}

const settings = {
  defaultNamespace: "com.amazonaws.cloudwatch",
  xmlNamespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
  version: "2010-08-01",
  awsQueryCompatible: true,
};

/** The protocols come from a dependency of the client's own. */
const requireOfClient = createRequire(createRequire(import.meta.url).resolve("@aws-sdk/client-cloudwatch"));
const clientProtocols = requireOfClient("@aws-sdk/core/protocols") as Readonly<Record<string, new (options: typeof settings) => never>>;
const protocolClasses = { query: "AwsQueryProtocol", cbor: "AwsSmithyRpcV2CborProtocol" } as const;

function protocolSetting(protocol: ProtocolName): { protocol?: never } {
  if (protocol === "json") return {};
  const Protocol = clientProtocols[protocolClasses[protocol]] as new (options: typeof settings) => never;
  return { protocol: new Protocol(settings) };
}

/** A series of the namespace "Test": `Name Dim=value,… [unit]`. */
export function testSeries(text: string): Series {
  const [metricName = "", dimensions = "", unit = "Count"] = text.split(" ");
  const pairs = dimensions === "" || dimensions === "-" ? [] : dimensions.split(",").map((pair) => pair.split("=") as [string, string]);
  return {
    namespace: "Test",
    metricName,
    unit: unit as Series["unit"],
    dimensions: pairs
      .map(([name, value]) => ({ name, value }))
      .sort((left, right) => (left.name + left.value < right.name + right.value ? -1 : 1)),
  };
}

/** Points of one series: a list of values for each period from `from` on; empty lists are gaps. */
export const pointsOf = (series: Series, from: number, periodSeconds: number, values: readonly (readonly number[])[]): MetricPoint[] =>
  values.flatMap((list, i) =>
    list.length === 0 ? [] : [{ series, second: from + i * periodSeconds, set: setOfValues(list), resolution: 1 as const }],
  );
