/** GetMetricWidgetImage through the door: the picture is read back and looked at. */
import { inflateSync } from "node:zlib";
import { GetMetricWidgetImageCommand } from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { noon, openCloudWatch, pointsOf, protocols, testSeries } from "../through-the-door.fixture.ts";

let cloudWatch = openCloudWatch();
beforeEach(async () => {
  cloudWatch = openCloudWatch();
  const levels = Array.from({ length: 36 }, (_, i) => (i >= 12 && i < 18 ? [] : [50]));
  await cloudWatch.metrics.merge(pointsOf(testSeries("level"), noon - 3 * 3600, 300, levels));
});

interface Picture {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` of a pixel. */
  at(x: number, y: number): string;
}

/** Reads the PNGs that we write: one IDAT chunk, no filters. */
function pictureFrom(png: Uint8Array): Picture {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const start = bytes.indexOf("IDAT");
  const rows = inflateSync(bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start - 4)));
  return {
    width,
    height,
    at: (x, y) =>
      `#${rows
        .subarray(y * (width * 3 + 1) + 1 + x * 3)
        .subarray(0, 3)
        .toString("hex")}`,
  };
}

async function draw(widget: object, protocol: (typeof protocols)[number] = "json"): Promise<Picture> {
  const answer = await cloudWatch.client(protocol).send(new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify(widget) }));
  return pictureFrom(answer.MetricWidgetImage as Uint8Array);
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const distance = (one: string, other: string): number =>
  channels(one).reduce((total, channel, i) => total + Math.abs(channel - (channels(other)[i] as number)), 0);

/** The row whose pixel in column `x` is nearest to the colour (lines are smoothed); -1 where none is near. */
function rowOf(picture: Picture, x: number, colour: string): number {
  const rows = Array.from({ length: picture.height }, (_, y) => ({ y, far: distance(picture.at(x, y), colour) }));
  const nearest = rows.reduce((best, row) => (row.far < best.far ? row : best));
  return nearest.far < 200 ? nearest.y : -1;
}

const red = "#ff0000";
const widget = { metrics: [["Test", "level", { color: red }]], yAxis: { left: { min: 0, max: 100 } }, legend: { position: "hidden" } };

describe.each(protocols)("over %s", (protocol) => {
  it("a picture has the size that was asked for and 600 by 400 otherwise", async () => {
    expect(await draw(widget, protocol)).toMatchObject({ width: 600, height: 400 });
    expect(await draw({ ...widget, width: 300, height: 200 }, protocol)).toMatchObject({ width: 300, height: 200 });
  });
});

describe("a graph", () => {
  it("has its line at the height of the values and a gap where there are none", async () => {
    const picture = await draw(widget);
    // The plot: 48 to 588 across, 20 to 376 down. Half of 100 lies halfway; minutes 60 to 90 of 180 are the gap.
    expect(Math.abs(rowOf(picture, 100, red) - 198)).toBeLessThanOrEqual(1);
    expect(rowOf(picture, 48 + Math.round((540 * 75) / 180), red)).toBe(-1);
    expect(rowOf(picture, 48 + Math.round((540 * 120) / 180), red)).toBeGreaterThan(0);
  });

  it("draws thresholds in their colour, across the gap", async () => {
    const picture = await draw({ ...widget, annotations: { horizontal: [{ value: 80, color: "#0000ff" }] } });
    expect(Math.abs(rowOf(picture, 280, "#0000ff") - (376 - 0.8 * 356))).toBeLessThanOrEqual(1.5);
  });

  it("stacks areas one upon the other", async () => {
    const metrics = [
      ["Test", "level", { color: red, id: "a" }],
      [".", ".", { color: "#0000ff", id: "b" }],
    ];
    const picture = await draw({ ...widget, metrics, stacked: true });
    expect(Math.abs(rowOf(picture, 100, "#0000ff") - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(rowOf(picture, 100, red) - 198)).toBeLessThanOrEqual(1);
  });

  it("is dark where it should be", async () => {
    expect((await draw({ ...widget, theme: "dark" })).at(1, 1)).toBe("#161d26");
    expect((await draw(widget)).at(1, 1)).toBe("#ffffff");
  });
});

it("a single value is drawn large in its colour", async () => {
  const picture = await draw({ ...widget, view: "singleValue", width: 200, height: 100 });
  const columns = Array.from({ length: 200 }, (_, x) => x).filter((x) => rowOf(picture, x, red) >= 0);
  expect(columns.length).toBeGreaterThan(20);
});

describe("the newest values", () => {
  const blue = "#0000ff";
  const two = {
    ...widget,
    width: 400,
    height: 200,
    metrics: [
      ["Test", "level", { color: red, id: "a", label: "a" }],
      [".", ".", { color: blue, id: "b", label: "b" }],
    ],
  };
  /** Share of the pixels of a region that have about this colour. */
  const share = (picture: Picture, colour: string, [left, top, right, bottom]: readonly [number, number, number, number]): number => {
    let near = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (distance(picture.at(x, y), colour) < 60) near++;
    return near / ((right - left) * (bottom - top));
  };

  it("as bars reach from the axis to their value, one below the other", async () => {
    const picture = await draw({ ...two, view: "bar" });
    const widthOf = (colour: string, rows: readonly [number, number]): number => {
      const columns = Array.from({ length: 400 }, (_, x) => x).filter((x) => share(picture, colour, [x, rows[0], x + 1, rows[1]]) > 0.1);
      return columns.length;
    };
    // Both values are 50 of 100: half of what lies between the labels and the numbers.
    expect(widthOf(red, [12, 100])).toBeGreaterThan(100);
    expect(Math.abs(widthOf(red, [12, 100]) - widthOf(blue, [100, 188]))).toBeLessThanOrEqual(1);
    expect(widthOf(red, [110, 188])).toBe(0);
    const full = await draw({ ...two, view: "bar", yAxis: { left: { min: 0, max: 50 } } });
    const twice = Array.from({ length: 400 }, (_, x) => x).filter((x) => share(full, red, [x, 12, x + 1, 100]) > 0.1).length;
    expect(Math.abs(twice - 2 * widthOf(red, [12, 100]))).toBeLessThanOrEqual(3);
  });

  it("as a pie have shares of it, clockwise from the top", async () => {
    const picture = await draw({ ...two, view: "pie" });
    // Two equal values: the right half is the first one's.
    expect(share(picture, red, [100, 60, 150, 150])).toBeGreaterThan(0.9);
    expect(share(picture, blue, [40, 60, 88, 150])).toBeGreaterThan(0.9);
  });

  it("as a gauge fill the half ring from its left end", async () => {
    const one = { ...two, metrics: [two.metrics[0]], view: "gauge" };
    const half = await draw(one);
    expect(share(half, red, [40, 12, 195, 190])).toBeGreaterThan(0.1);
    expect(share(half, red, [205, 12, 360, 190])).toBe(0);
    const whole = await draw({ ...one, yAxis: { left: { min: 0, max: 50 } } });
    expect(share(whole, red, [205, 12, 360, 190])).toBeGreaterThan(0.1);
  });

  it("as a table have a row each", async () => {
    const picture = await draw({ ...two, view: "table" });
    expect(share(picture, red, [12, 12, 20, 32])).toBeGreaterThan(0.3);
    expect(share(picture, blue, [12, 32, 20, 52])).toBeGreaterThan(0.3);
  });
});

describe("a definition is refused", () => {
  it.each<[object | string, string]>([
    ["{", "Invalid MetricWidget: it is not valid JSON"],
    [{}, "Invalid MetricWidget: / Should have required property 'metrics'"],
    [{ ...widget, width: 20 }, "Invalid MetricWidget: /width Should be >= 50"],
    [
      { ...widget, view: "gauge", yAxis: { left: { min: 0 } } },
      "Invalid MetricWidget: /yAxis/left Should have min and max, max above min: a gauge reaches from one to the other",
    ],
    [{ ...widget, start: "yesterday" }, "Invalid MetricWidget: /start Should be an ISO 8601 time or a duration like -PT3H"],
    [{ ...widget, start: "-PT1H", end: "-PT2H" }, "Invalid MetricWidget: /start Should be before the end"],
    [{ metrics: [[{ expression: "m1 +", id: "e1" }]] }, "Error in expression 'e1': Unexpected end at char 5\n"],
    [
      { metrics: [["Test", "level", { stat: "Mean" }]] },
      "The value Mean for parameter metrics.member.1.MetricStat.Stat is not a valid statistic.\n",
    ],
  ])("%j", async (definition, message) => {
    const MetricWidget = typeof definition === "string" ? definition : JSON.stringify(definition);
    await expect(cloudWatch.client().send(new GetMetricWidgetImageCommand({ MetricWidget }))).rejects.toThrow(message);
  });

  it("in another format than PNG", async () => {
    await expect(
      cloudWatch.client().send(new GetMetricWidgetImageCommand({ MetricWidget: "{}", OutputFormat: "image/png" })),
    ).rejects.toThrow("The value image/png for parameter OutputFormat is invalid: only png is available.");
  });
});
