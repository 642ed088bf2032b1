import { describe, expect, it } from "vitest";
import type { Ended } from "./caller.ts";
import type { LoadReport } from "./load-report.ts";
import { parseProfile } from "./profile.ts";
import { loadReports } from "./reports.ts";
import { roundValues } from "./reports/chart.ts";
import { Schedule } from "./schedule.ts";
import { Tally } from "./tally.ts";
import { type Limits, quotaFor, verdictOfRun, verdictOfSearch } from "./verdict.ts";

const limits: Limits = { limitMs: 250, quotaPerSecond: 1800, allowed: 0.01 };

/** The run of a profile whose requests end as `endOf` says, by the rate at which they were due. */
function runOf(profile: string, seconds: number, endOf: (rate: number) => Partial<Ended> & { readonly latencyMs: number }) {
  const schedule = new Schedule(parseProfile(profile, seconds) ?? []);
  const tally = new Tally(0, limits.limitMs);
  for (let n = 0; n < schedule.total; n++) {
    const dueAt = schedule.dueMs(n);
    const { latencyMs, ...end } = endOf(schedule.rateAt(dueAt / 1000));
    const sentAt = dueAt + 0.1;
    tally.add({ operation: "Encrypt", dueAt, handedAt: dueAt, sentAt, firstByteAt: dueAt + latencyMs, endedAt: dueAt + latencyMs, ...end });
  }
  return { schedule, tally };
}
const verdictOn = ({ tally, schedule }: ReturnType<typeof runOf>) => verdictOfRun(tally, schedule, limits);

describe("the verdict", () => {
  it("on a steady profile says whether it holds", () => {
    expect(verdictOn(runOf("steady:500", 4, () => ({ latencyMs: 20 })))).toMatchObject({
      holds: true,
      holdsPerSecond: 500,
      setQuotaPerSecond: 450,
    });
    expect(verdictOn(runOf("steady:500", 4, () => ({ latencyMs: 251 })))).toMatchObject({
      holds: false,
      holdsPerSecond: 0,
      failsPerSecond: 500,
    });
  });

  it("on a ramp finds where it begins to fail", () => {
    const refused = { latencyMs: 1, failure: { kind: "refused", name: "ThrottlingException" } } as const;
    const { holds, holdsPerSecond, failsPerSecond } = verdictOn(
      runOf("ramp:100-1100", 20, (rate) => (rate > 700 ? refused : { latencyMs: 5 })),
    );
    expect(holds).toBe(false);
    expect(Math.abs(holdsPerSecond / 700 - 1)).toBeLessThan(0.06);
    expect(failsPerSecond).toBeGreaterThan(holdsPerSecond);
  });

  it("on a spike tells the base that holds from the peak that does not", () => {
    const verdict = verdictOn(runOf("spike:100-900", 10, (rate) => ({ latencyMs: rate > 500 ? 400 : 5 })));
    expect(verdict).toMatchObject({ holds: false, holdsPerSecond: 100, failsPerSecond: 900, setQuotaPerSecond: 90 });
  });

  it("says which quota to set, and what it means beside AWS KMS's own", () => {
    const said = (rate: number, fails?: number): string =>
      verdictOfSearch(
        { found: { kind: "found", rate, ...(fails !== undefined && { fails }), because: "narrowed" } },
        limits,
      ).sentences.join(" ");
    expect(said(690, 714)).toContain(
      "Holds 690 requests a second: 99 % of the requests answered well within 250 ms. 714 a second is too much.",
    );
    expect(said(690, 714)).toContain("key-stores quota ID 620");
    expect(said(2400, 2480)).toContain("The quota of 1,800 a second can stand; up to 2,160");
    expect(said(0, 1)).toContain("Holds no rate");
  });

  it("rounds a quota down to what people set", () => {
    expect([0, 1, 50, 111, 690, 2000].map(quotaFor)).toEqual([0, 0, 45, 99, 620, 1800]);
  });

  it("warns of a load generator that was late itself", () => {
    const late = runOf("steady:100", 2, () => ({ latencyMs: 30, handedAt: 1e9 }));
    expect(verdictOn(late).sentences.join(" ")).toContain("The load generator itself was late");
  });
});

describe("the tally", () => {
  it("keeps refusals out of latencies, and counts what was not answered with the time it waited", () => {
    const tally = new Tally(0, 250);
    const common = { operation: "Decrypt", dueAt: 0, handedAt: 0 };
    tally.add({ ...common, sentAt: 1, firstByteAt: 2, endedAt: 3, failure: { kind: "refused", name: "ThrottlingException" } });
    tally.add({ ...common, endedAt: 1000, failure: { kind: "unanswered", name: "no connection in time" } });
    tally.add({ ...common, sentAt: 5, firstByteAt: 7, endedAt: 8, opening: { startedAt: 0, dnsAt: 1, tcpAt: 2, tlsAt: 5 } });
    expect(tally).toMatchObject({ ended: 3, good: 1, late: 0, refused: 1, unanswered: 1, missed: 2 });
    // From when it was due, not from when it was sent.
    expect([tally.latency.count, tally.latency.minimumMs, tally.latency.maximumMs]).toEqual([2, 8, 1000]);
    const { dns, tcp, tls, firstByte, lastByte } = tally.phases;
    expect([dns, tcp, tls, firstByte, lastByte].map((phase) => Math.round(phase.maximumMs))).toEqual([1, 1, 3, 2, 1]);
    expect(Object.fromEntries(tally.failures)).toEqual({ "Decrypt: ThrottlingException": 1, "Decrypt: no connection in time": 1 });
  });
});

describe("reports", () => {
  const run = runOf("ramp:100-900", 10, (rate) =>
    rate > 700 ? { latencyMs: 1, failure: { kind: "refused", name: "<b>Oops" } } : { latencyMs: 5 },
  );
  const report: LoadReport = {
    ...run,
    target: "https://<host>",
    kind: "XKS proxy",
    at: Date.UTC(2026, 10, 24),
    durationMs: 10_000,
    profile: "ramp:100-900",
    settings: { "--profile": "ramp:100-900" },
    limits,
    verdict: verdictOn(run),
    connectionsOpened: 8,
  };

  it("in HTML stand alone, with both limits drawn in, and escape what targets say", () => {
    const html = loadReports.html(report);
    expect(html).toContain("AWS KMS waits 250 ms");
    expect(html).toContain("AWS KMS sends up to 1,800/s");
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(|NaN|Infinity|<b>|<host>/);
    expect(html.match(/<polyline/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it("in JSON hold the verdict, the percentiles and the seconds", () => {
    const json = JSON.parse(loadReports.json(report)) as Record<string, unknown>;
    expect(json).toMatchObject({ correctedForCoordinatedOmission: true, verdict: { holds: false }, requests: { ended: 5000 } });
    expect(json["latencyMs"]).toMatchObject({ p99: expect.closeTo(5, 1) as number });
    expect(json["seconds"]).toHaveLength(10);
  });

  it("in text show what failed", () => {
    expect(loadReports.text(report)).toMatch(/Failures\n +[\d,]+ {2}Encrypt: <b>Oops/);
    expect(loadReports.percentiles(report)).toContain("1.000000000000");
  });

  it("say so when nothing was sent", () => {
    const { tally: _tally, ...nothing } = report;
    for (const form of ["text", "html"] as const) expect(loadReports[form](nothing)).toContain("No request was sent.");
  });

  it("mark axes with round values", () => {
    expect(roundValues(0, 1944, 5)).toEqual([0, 500, 1000, 1500]);
    expect(roundValues(0, 0.9, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });
});
