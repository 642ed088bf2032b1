/** The contract of InteractionLog as tests: every engine, and the in-memory log, passes it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Interaction } from "../model/interaction.ts";
import type { InteractionFilter, InteractionLog, InteractionPage } from "./interaction-log.ts";
import { type InteractionLimits, UnknownPlace } from "./interaction-paging.ts";

/** What a suite's run needs of an engine. */
export interface InteractionLogHarness {
  /** A log over the same place as before, or over an empty one on the first call of a test. */
  open(limits?: InteractionLimits): Promise<InteractionLog>;
  cleanUp(): Promise<void>;
  /** Whether what was appended is found again after close and open. */
  readonly durable: boolean;
}

const start = Date.UTC(2026, 10, 24, 12);
const dayMs = 86_400_000;

/** An interaction that succeeded, with members of the test's choice. */
export function sampleInteraction(members: Partial<Interaction> = {}): Interaction {
  return {
    at: start,
    keyStoreId: "cks-1",
    kmsOperation: "Encrypt",
    xksOperation: "Encrypt",
    kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
    externalKeyId: "external-1",
    callerArn: "arn:aws:iam::123456789012:user/ana",
    kmsRequestId: "00000000-0000-4000-8000-000000000000",
    latencyMs: 12.5,
    attempts: [{ reused: true, sentMs: 0.1, firstByteMs: 11, lastByteMs: 12.5, totalMs: 12.5 }],
    ...members,
  };
}

const failed: Partial<Interaction> = {
  failure: { exceptionName: "KeyNotFoundException", detail: "the proxy answered so", httpStatus: 404, proxyMessage: "no such key" },
};

/** Runs the contract against an engine. */
export function interactionLogSuite(name: string, makeHarness: () => Promise<InteractionLogHarness>): void {
  describe(name, () => {
    let harness: InteractionLogHarness;
    let log: InteractionLog;
    beforeEach(async () => {
      harness = await makeHarness();
      log = await harness.open();
    });
    afterEach(async () => {
      await log.close();
      await harness.cleanUp();
    });

    const find = async (filter: InteractionFilter, page: Partial<InteractionPage> = {}) =>
      (await log.find(filter, { order: "newest", limit: 500, ...page })).interactions;
    /** Appends interactions whose request ids are their places, and gives back the places that a filter finds. */
    const appendNumbered = (interactions: readonly Partial<Interaction>[]): Promise<void> =>
      log.append(interactions.map((members, i) => sampleInteraction({ kmsRequestId: String(i), ...members })));
    const placesOf = async (filter: InteractionFilter, page?: Partial<InteractionPage>): Promise<string[]> =>
      (await find(filter, page)).map(({ kmsRequestId }) => kmsRequestId);

    it("gives back what was appended, every member of it, with an id that rises", async () => {
      const interactions = [sampleInteraction(), sampleInteraction({ ...failed, at: start + 1 })];
      await log.append(interactions);
      const found = (await find({})).toReversed();
      expect(found).toEqual(interactions.map((interaction, i) => ({ ...interaction, id: found[i]?.id })));
      const [first, second] = found;
      expect(second?.id).toBeGreaterThan(first?.id ?? Number.POSITIVE_INFINITY);
    });

    it("keeps what has neither key nor caller, and an interaction without attempts", async () => {
      const { kmsKeyArn: _key, callerArn: _caller, externalKeyId: _external, ...rest } = sampleInteraction({ attempts: [] });
      const check: Interaction = { ...rest, kmsOperation: "KmsHealthCheck", xksOperation: "GetHealthStatus" };
      await log.append([check]);
      const [found] = await find({});
      expect(found).toEqual({ ...check, id: found?.id });
    });

    const filters: readonly [string, InteractionFilter, readonly string[]][] = [
      ["key store", { keyStoreId: "cks-2" }, ["1"]],
      ["KMS operation", { kmsOperation: "ReEncrypt" }, ["2"]],
      ["XKS operation", { xksOperation: "Decrypt" }, ["2"]],
      ["exception", { exceptionName: "KeyNotFoundException" }, ["3"]],
      ["success", { exceptionName: "None", keyStoreId: "cks-1" }, ["6", "5", "4", "2", "0"]],
      ["minimum latency, inclusive", { minimumLatencyMs: 250 }, ["4"]],
      ["KMS key", { kmsKeyArn: "arn:key" }, ["5"]],
      ["caller", { callerArn: "arn:eve" }, ["6"]],
      ["request id", { kmsRequestId: "3" }, ["3"]],
      ["time, start inclusive and end exclusive", { from: start + 2, to: start + 4 }, ["3", "2"]],
      [
        "all at once",
        { keyStoreId: "cks-1", from: start, to: start + 9, kmsOperation: "Encrypt", minimumLatencyMs: 1, callerArn: "arn:eve" },
        ["6"],
      ],
      ["nothing that matches", { keyStoreId: "cks-3" }, []],
    ];
    it.each(filters)("finds by %s", async (_, filter, places) => {
      await appendNumbered([
        {},
        { keyStoreId: "cks-2", at: start + 1 },
        { kmsOperation: "ReEncrypt", xksOperation: "Decrypt", at: start + 2 },
        { ...failed, at: start + 3 },
        { latencyMs: 250, at: start + 4 },
        { kmsKeyArn: "arn:key", at: start + 5 },
        { callerArn: "arn:eve", at: start + 6 },
      ]);
      expect(await placesOf(filter)).toEqual(places);
    });

    it("orders newest first by time, slowest first by latency, the later arrived first among equals", async () => {
      await appendNumbered([
        { at: start + 5, latencyMs: 1 },
        { at: start, latencyMs: 7.25 },
        { at: start + 5, latencyMs: 7.25 },
      ]);
      expect(await placesOf({}, { order: "newest" })).toEqual(["2", "0", "1"]);
      expect(await placesOf({}, { order: "slowest" })).toEqual(["2", "1", "0"]);
    });

    it.each(["newest", "slowest"] as const)("pages through all, %s first, each once, while more arrive", async (order) => {
      const count = 25;
      await appendNumbered(Array.from({ length: count }, (_, i) => ({ at: start + (i % 7), latencyMs: 0.1 + (i % 5) / 3 })));
      const whole = await placesOf({}, { order });
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await log.find({}, { order, limit: 4, ...(after !== undefined && { after }) });
        seen.push(...page.interactions.map(({ kmsRequestId }) => kmsRequestId));
        expect(page.interactions.length).toBeLessThanOrEqual(4);
        after = page.next;
        await log.append([sampleInteraction({ at: start + 1000, latencyMs: 1000, kmsRequestId: "late" })]);
      } while (after !== undefined);
      expect(seen).toEqual(whole);
    });

    it("names no next page where there is none", async () => {
      await appendNumbered([{}, {}]);
      expect((await log.find({}, { order: "newest", limit: 2 })).next).toBeUndefined();
      expect((await log.find({}, { order: "newest", limit: 1 })).next).toBeDefined();
    });

    it.each(["", "x", "s_1_1", "n_1_1; DROP TABLE interaction", "n_-1_1"])("refuses the paging token %j", async (after) => {
      await expect(log.find({}, { order: "newest", limit: 1, after })).rejects.toBeInstanceOf(UnknownPlace);
    });

    it("drops what is older than its days and keeps the rest", async () => {
      await appendNumbered([{ at: start - 7 * dayMs - 1 }, { at: start - 7 * dayMs }, { at: start }]);
      await log.expire(start);
      expect(await placesOf({})).toEqual(["2", "1"]);
    });

    it("drops the oldest when it holds too much, and goes on from there", async () => {
      await log.close();
      log = await harness.open({ maximumDays: 7, maximumBytes: 200_000 });
      for (let batch = 0; batch < 5; batch++)
        await log.append(Array.from({ length: 400 }, (_, i) => sampleInteraction({ kmsRequestId: `${batch}-${i}`, at: start + batch })));
      await log.expire(start);
      const left: string[] = [];
      let after: string | undefined;
      do {
        const page = await log.find({}, { order: "newest", limit: 500, ...(after !== undefined && { after }) });
        left.push(...page.interactions.map(({ kmsRequestId }) => kmsRequestId));
        after = page.next;
      } while (after !== undefined);
      expect(left.length).toBeGreaterThan(50);
      expect(left.length).toBeLessThan(1500);
      expect(left[0]).toBe("4-399");
      expect(left).not.toContain("0-0");
      await log.append([sampleInteraction({ kmsRequestId: "next", at: start + 9 })]);
      expect((await placesOf({}))[0]).toBe("next");
    });

    it("takes an empty batch", async () => {
      await log.append([]);
      expect(await find({})).toEqual([]);
    });

    it("finds everything again after close and open", async () => {
      await appendNumbered([{ ...failed }]);
      if (!harness.durable) return;
      await log.close();
      log = await harness.open();
      expect(await placesOf({ exceptionName: "KeyNotFoundException" })).toEqual(["0"]);
    });
  });
}
