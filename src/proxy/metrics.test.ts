import { describe, expect, it } from "vitest";
import { ProxyMetrics } from "./metrics.ts";

const outcome = { uriPath: "/demo/kms/xks/v1", xksOperation: "Encrypt", durationMs: 3, remoteAddress: "" } as const;
const state = {
  inFlight: 2,
  certificateValidTo: 1_800_000_000_000,
  keyManagers: [{ id: 'a "b"', model: "m", healthStatus: "DEGRADED" }],
} as const;

describe("ProxyMetrics", () => {
  it("writes what was counted in the exposition format", () => {
    const metrics = new ProxyMetrics();
    metrics.count(outcome);
    metrics.count({ ...outcome, durationMs: 2000, failure: { errorName: "ThrottlingException", message: "" } });
    const lines = metrics.text(state).split("\n");
    for (const line of [
      "# TYPE xks_proxy_requests_total counter",
      'xks_proxy_requests_total{prefix="/demo",operation="Encrypt",exception="None"} 1',
      'xks_proxy_requests_total{prefix="/demo",operation="Encrypt",exception="ThrottlingException"} 1',
      "# TYPE xks_proxy_request_duration_seconds histogram",
      'xks_proxy_request_duration_seconds_bucket{operation="Encrypt",le="0.0025"} 0',
      'xks_proxy_request_duration_seconds_bucket{operation="Encrypt",le="0.005"} 1',
      'xks_proxy_request_duration_seconds_bucket{operation="Encrypt",le="1"} 1',
      'xks_proxy_request_duration_seconds_bucket{operation="Encrypt",le="+Inf"} 2',
      'xks_proxy_request_duration_seconds_sum{operation="Encrypt"} 2.003',
      'xks_proxy_request_duration_seconds_count{operation="Encrypt"} 2',
      "xks_proxy_requests_in_flight 2",
      'xks_proxy_key_manager_state{id="a \\"b\\"",state="DEGRADED"} 1',
      'xks_proxy_key_manager_state{id="a \\"b\\"",state="ACTIVE"} 0',
      "xks_proxy_certificate_expiry_timestamp_seconds 1800000000",
    ]) {
      expect(lines).toContain(line);
    }
  });

  it("leaves out families without samples", () => {
    expect(new ProxyMetrics().text({ ...state, keyManagers: [] })).not.toContain("xks_proxy_requests_total");
  });
});
