import { expect, test } from "vitest";
import { axisRange, thresholdsOf } from "./thresholds.ts";

const quota = { region: "r", annotations: { horizontal: [{ value: 540_000, label: "Request quota (1,800/s)" }] } };

test.each([
  [1, 1800],
  [60, 108_000],
  [300, 540_000],
])("a rate of 1,800/s stands at its value times %i seconds", (periodSeconds, value) => {
  expect(thresholdsOf(quota, periodSeconds)[0]?.value).toBe(value);
});

test("other lines keep their value, hidden ones are left out", () => {
  const widget = {
    region: "r",
    annotations: {
      horizontal: [
        { value: 250, label: "Time-out (250 ms)" },
        { value: 1, visible: false },
      ],
    },
  };
  expect(thresholdsOf(widget, 1)).toEqual([{ value: 250, label: "Time-out (250 ms)", color: undefined }]);
});

test("a threshold far above the data does not flatten them, a near one is shown", () => {
  expect(axisRange(0, 100, { min: 0 }, [{ value: 1000 }])[1]).toBeLessThan(120);
  expect(axisRange(0, 500, { min: 0 }, [{ value: 1000 }])[1]).toBeGreaterThan(1000);
});

test("a percentage axis starts at the lowest value and ends at 100", () => {
  const [low, high] = axisRange(90, 100, { max: 100 }, []);
  expect(low).toBeGreaterThan(88);
  expect(low).toBeLessThan(90);
  expect(high).toBeGreaterThan(100);
  expect(high).toBeLessThan(101);
});

test("an axis that starts at 0 goes below with negative data", () => {
  expect(axisRange(-3, 10, { min: 0 }, [])[0]).toBeLessThan(-3);
  expect(axisRange(5, 10, { min: 0 }, [])[0]).toBe(0);
});

test("a flat line has room around it", () => {
  const [low, high] = axisRange(100, 100, { max: 100 }, []);
  expect(low).toBeLessThan(100);
  expect(high).toBeGreaterThan(100);
});
