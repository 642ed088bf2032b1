/** What is shown at /metrics and pushed by remote write: the wiring of the management plane, over real sockets. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { decodeWriteRequest } from "../../export/remote-write/message.ts";
import { NoDataPlane } from "../../kms/data-planes.ts";
import { ManualClock } from "../../lib/clock.ts";
import { createLog } from "../../lib/log.ts";
import { setOfValues } from "../../model/statistic-set.ts";
import { resolveConfiguration } from "../configuration.ts";
import { answerWith } from "./http-door.ts";
import { createManagement, openState } from "./management.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The management plane behind a socket, its data plane's figures made up, with a minute of an XKS proxy's errors. */
async function serve(flags: Readonly<Record<string, string>>): Promise<{ address: string; clock: ManualClock }> {
  const data = mkdtempSync(join(tmpdir(), "xkswatch-exposing-"));
  closing.push(() => rmSync(data, { recursive: true }));
  const clock = new ManualClock(Date.UTC(2026, 10, 24, 12));
  const configuration = resolveConfiguration("serve", { data, ...flags }, {});
  const log = createLog({ level: "silent" });
  const { stores, directory } = await openState(configuration, clock, log);
  const away = (): Promise<never> => Promise.reject(new NoDataPlane());
  const management = await createManagement({
    configuration,
    clock,
    log,
    facts: { healthCheck: () => {} },
    stores,
    directory,
    dataPlanes: { publish: () => Promise.resolve(), getHealthStatus: away, getKeyMetadata: away },
    dataPlaneFigures: () => [{ plane: "data", pid: 4711, startedAt: clock.now(), processorSeconds: 1.25, residentBytes: 65_536 }],
  });
  closing.push(() => management.close());
  const series = {
    namespace: "AWS/KMS",
    metricName: "XksProxyErrors",
    dimensions: [
      { name: "CustomKeyStoreId", value: "cks-1" },
      { name: "ExceptionName", value: "None" },
    ],
    unit: "Count" as const,
  };
  await stores.metrics.merge([{ series, second: clock.now() / 1000, set: setOfValues([0, 0, 0]), resolution: 1 }]);
  return { address: await listening(createServer((incoming, outgoing) => answerWith(management.door, incoming, outgoing))), clock };
}

/** A server that keeps what is pushed to it. */
async function receiver() {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      outgoing.writeHead(204).end();
      arrived({ authorization: incoming.headers.authorization, message: decodeWriteRequest(Buffer.concat(chunks)) });
    });
  });
  let arrived: (push: { authorization: string | undefined; message: ReturnType<typeof decodeWriteRequest> }) => void = () => {};
  const first = new Promise<Parameters<typeof arrived>[0]>((resolve) => {
    arrived = resolve;
  });
  return { address: await listening(server), first };
}

const requests = 'xkswatch_xks_proxy_requests_total{custom_key_store_id="cks-1",exception_name="None"} 3';

it("/metrics shows the metrics and the figures of the processes of both planes", async () => {
  const { address } = await serve({});
  const answer = await fetch(`${address}/metrics`);
  const text = await answer.text();
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).toContain(`${requests}\n`);
  expect(text).toContain('process_cpu_seconds_total{plane="data",pid="4711"} 1.25\n');
  expect(text).toContain('process_resident_memory_bytes{plane="data",pid="4711"} 65536\n');
  expect(text).toMatch(new RegExp(`process_resident_memory_bytes\\{plane="management",pid="${process.pid}"\\} \\d+\n`));
});

it("beyond loopback /metrics asks for its token", async () => {
  const { address } = await serve({ host: "0.0.0.0", "metrics-token": "a-long-enough-token" });
  expect((await fetch(`${address}/metrics`)).status).toBe(401);
  const withToken = await fetch(`${address}/metrics`, { headers: { authorization: "Bearer a-long-enough-token" } });
  expect(await withToken.text()).toContain(requests);
});

it("remote write pushes every 15 seconds what /metrics shows, under the service's job and instance", async () => {
  const { address: url, first } = await receiver();
  const { address, clock } = await serve({
    port: "8123",
    "remote-write": `${url}/api/v1/write`,
    "remote-write-token": "its-token",
  });
  await clock.advance(15_000);
  const { authorization, message } = await first;
  expect(authorization).toBe("Bearer its-token");
  const pushed = message.timeseries.map(({ labels, samples }) => {
    const { __name__: name, job, instance, ...own } = Object.fromEntries(labels.map((label) => [label.name, label.value]));
    expect({ job, instance }).toEqual({ job: "xkswatch", instance: "127.0.0.1:8123" });
    const set = Object.entries(own).map(([label, value]) => `${label}="${value}"`);
    return { line: `${name}{${set.sort().join(",")}}`, value: samples[0]?.value };
  });
  const shown = (await (await fetch(`${address}/metrics`)).text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(pushed).toHaveLength(shown.length);
  expect(pushed).toContainEqual({ line: requests.slice(0, -2), value: 3 });
  expect(pushed).toContainEqual({ line: 'process_cpu_seconds_total{pid="4711",plane="data"}', value: 1.25 });
});
