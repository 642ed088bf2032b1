/** The Prometheus text: names, types, labels, figures equal to the metric store's. */
import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { Series } from "../model/metric.ts";
import { setOfValues } from "../model/statistic-set.ts";
import { MemoryMetricStore } from "../store/memory-metric-store.ts";
import { catalogue, labelName } from "./exposition/catalogue.ts";
import { numberText, writeFamilies } from "./exposition/write.ts";
import { exposedFamilies } from "./exposition.ts";

const now = Date.UTC(2026, 10, 24, 12, 34, 30) / 1000;
const series = (metricName: string, dimensions: Record<string, string>): Series => ({
  namespace: "AWS/KMS",
  metricName,
  unit: metricName === "XksProxyLatency" ? "Milliseconds" : "Count",
  dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
});
const store = { CustomKeyStoreId: "cks-1", KmsOperation: "Encrypt" };
const failed = series("XksProxyErrors", { CustomKeyStoreId: "cks-1", ExceptionName: "InternalException" });
const fine = series("XksProxyErrors", { CustomKeyStoreId: "cks-1", ExceptionName: "None" });
const latency = series("XksProxyLatency", store);
const certificate = series("XksProxyCertificateDaysToExpire", { CertificateName: "*.example.com", CustomKeyStoreId: "cks-1" });

let metrics = new MemoryMetricStore({ clock: new ManualClock() });
const merge = (of: Series, second: number, values: number[]) =>
  metrics.merge([{ series: of, second, set: setOfValues(values), resolution: 1 }]);
beforeEach(() => {
  metrics = new MemoryMetricStore({ clock: new ManualClock(now * 1000) });
});
const scrape = (since = now - 60) => exposedFamilies(metrics, { since, now }).then(writeFamilies);

describe("a scrape", () => {
  it("tells requests and errors as counters that run on from the start of the service", async () => {
    await merge(fine, now - 20, [0, 0, 0]);
    await merge(failed, now - 20, [1, 1]);
    const text = await scrape();
    expect(text).toContain("# TYPE xkswatch_xks_proxy_requests_total counter\n");
    expect(text).toContain('xkswatch_xks_proxy_requests_total{custom_key_store_id="cks-1",exception_name="InternalException"} 2\n');
    expect(text).toContain('xkswatch_xks_proxy_requests_total{custom_key_store_id="cks-1",exception_name="None"} 3\n');
    expect(text).toContain('xkswatch_xks_proxy_errors_total{custom_key_store_id="cks-1",exception_name="None"} 0\n');
    await merge(fine, now - 1, [0]);
    expect(await scrape()).toContain('exception_name="None"} 4\n');
  });

  it("counts the same whether the start lies in the tier of seconds, minutes or five minutes", async () => {
    for (const age of [60, 2 * 86_400, 20 * 86_400]) {
      await merge(fine, now - age, [0]);
      expect(await scrape(now - age)).toContain(`exception_name="None"} ${age === 60 ? 1 : age === 2 * 86_400 ? 2 : 3}\n`);
    }
  });

  it("tells latencies as a histogram in seconds, the time-out in its own bucket", async () => {
    await merge(latency, now - 20, [4, 30, 30, 250, 500]);
    const text = await scrape();
    const bucket = (le: string): number => Number(new RegExp(`le="${le.replace("+", "\\+")}"} (\\S+)`).exec(text)?.[1]);
    expect(["0.005", "0.02", "0.035", "0.2", "0.25", "0.3", "0.6", "1", "+Inf"].map(bucket)).toEqual([1, 1, 3, 3, 4, 4, 5, 5, 5]);
    expect(text).toContain('xkswatch_xks_proxy_latency_seconds_sum{custom_key_store_id="cks-1",kms_operation="Encrypt"} 0.814\n');
    expect(text).toContain('xkswatch_xks_proxy_latency_seconds_count{custom_key_store_id="cks-1",kms_operation="Encrypt"} 5\n');
  });

  it("tells the newest value of what health checks find, and nothing once they have ended", async () => {
    await merge(certificate, now - 120, [21]);
    await merge(certificate, now - 60, [20]);
    const line =
      'xkswatch_xks_proxy_certificate_expires_in_seconds{certificate_name="*.example.com",custom_key_store_id="cks-1"} 1728000\n';
    expect(await scrape()).toContain(line);
    expect(writeFamilies(await exposedFamilies(metrics, { since: now, now: now + 3600 }))).not.toContain("expires_in_seconds{");
  });

  it("ends with the figures of our own processes", async () => {
    const own = [
      { name: "xkswatch_up", help: "One.", type: "gauge" as const, samples: [{ labels: [["plane", "data"]] as const, value: 1 }] },
    ];
    const text = writeFamilies(await exposedFamilies(metrics, { since: now, now }, own));
    expect(text).toBe('# HELP xkswatch_up One.\n# TYPE xkswatch_up gauge\nxkswatch_up{plane="data"} 1\n');
  });
});

it("escapes what help and labels may hold", () => {
  const samples = [{ labels: [["a", 'x"\\\n']] as const, value: Number.POSITIVE_INFINITY }];
  expect(writeFamilies([{ name: "n", help: "a\\b\nc", type: "gauge", samples }])).toBe(
    '# HELP n a\\\\b\\nc\n# TYPE n gauge\nn{a="x\\"\\\\\\n"} +Inf\n',
  );
  expect([1e21, -0.5, Number.NaN, Number.NEGATIVE_INFINITY].map(numberText)).toEqual(["1e+21", "-0.5", "NaN", "-Inf"]);
});

it("names follow Prometheus' rules", () => {
  for (const { family, shows } of catalogue) {
    expect(family).toMatch(/^[a-z_]+$/);
    expect(family.endsWith("_total")).toBe(shows === "sum" || shows === "sampleCount");
  }
  expect(["CustomKeyStoreId", "KmsOperation", "XksExternalKeyManagerState", "My-Dim"].map(labelName)).toEqual([
    "custom_key_store_id",
    "kms_operation",
    "xks_external_key_manager_state",
    "my_dim",
  ]);
});
