import { describe, expect, test } from "vitest";
import type { AlarmRule } from "../../src/model/alarm.ts";
import { alignResults } from "../graph/columns.ts";
import { formatAge } from "../graph/format.ts";
import { foretell, foretoldWords } from "./foretell.ts";

const rule: AlarmRule = { comparisonOperator: "GreaterThanThreshold", threshold: 10, evaluationPeriods: 2, datapointsToAlarm: 2 };
/** A value for each minute from 0 on; null: no datapoint. */
const columns = (values: readonly (number | null)[]) => {
  const filled = values.flatMap((value, index) => (value === null ? [] : [{ second: index * 60, value }]));
  const result = { Id: "m1", Timestamps: filled.map(({ second }) => second), Values: filled.map(({ value }) => value) };
  return alignResults([result], 0, values.length * 60, 60);
};
const told = (values: readonly (number | null)[], changes: Partial<AlarmRule> = {}, now = values.length * 60) => {
  const data = columns(values);
  return foretell({ ...rule, ...changes }, data, data.lines[0], now);
};
const calm = [1, 1, 1, 1];

describe("an alarm is foretold by the engine's rules", () => {
  test("it fires at the end of the period that makes M of N, and ends with the first that does not", () => {
    expect(told([...calm, 11, 12, 1, 1])).toMatchObject({ firings: [{ from: 6 * 60, to: 7 * 60, value: 12 }], seconds: 60, state: "OK" });
  });

  test("one breaching point of two that are asked for does not fire", () => {
    expect(told([...calm, 11, 1, 11, 1])).toMatchObject({ firings: [], seconds: 0, state: "OK" });
    expect(told([...calm, 11, 1, 11, 1], { datapointsToAlarm: 1 })?.firings).toHaveLength(1);
  });

  test("one that lasts counts up to the end", () => {
    const foretold = told([...calm, 11, 11, 11]);
    expect(foretold).toMatchObject({ firings: [{ from: 360 }], seconds: 60, state: "ALARM" });
    expect(foretold?.firings[0]?.to).toBeUndefined();
  });

  test("missing data are treated as the rule says", () => {
    const values = [...calm, null, null, null, null, 1, 1];
    expect(told(values, { treatMissingData: "breaching" })?.firings).toHaveLength(1);
    expect(told(values, { treatMissingData: "notBreaching" })?.firings).toHaveLength(0);
    expect(told([...calm, null, null, null, null])?.state).toBe("INSUFFICIENT_DATA");
  });

  test("the period that is not over yet has no say", () => {
    expect(told([...calm, 11, 11], {}, 6 * 60 - 1)?.firings).toHaveLength(0);
  });

  test("without any data it has too few to tell, or fires, as missing data are treated", () => {
    const data = columns([null, null, null, null, null, null]);
    expect(foretell(rule, data, undefined, 360)).toMatchObject({ firings: [], state: "INSUFFICIENT_DATA" });
    expect(foretell({ ...rule, treatMissingData: "breaching" }, data, undefined, 360)?.state).toBe("ALARM");
  });

  test("too many periods are not looked at", () => {
    expect(
      told(
        Array.from({ length: 9000 }, () => 1),
        { evaluationPeriods: 8640 },
      ),
    ).toBeUndefined();
  });
});

test("it is told in words", () => {
  const words = (values: readonly number[]): string => {
    const foretold = told(values);
    return foretold ? foretoldWords(foretold, "the last week", formatAge) : "";
  };
  expect(words(calm)).toBe("Over the last week it would not have fired.");
  expect(words([...calm, 11, 11, 1, 11, 11])).toBe(
    "Over the last week it would have fired 2 times, in alarm for 1 min in all. It would be in alarm now.",
  );
});
