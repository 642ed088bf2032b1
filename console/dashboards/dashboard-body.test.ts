import { expect, test } from "vitest";
import { addBelow, nameProblem, placeOf, putWidget, readBody, type Widget } from "./dashboard-body.ts";

const text = (x: number, y: number, width = 6, height = 6): Widget => ({ type: "text", x, y, width, height, properties: { markdown: "" } });

test("new widgets go below what is there, which keeps place and content", () => {
  const body = { start: "-PT6H", unknown: 1, widgets: [text(0, 0), text(6, 2, 6, 9)] };
  const after = addBelow(body, [
    { region: "r", title: "a" },
    { region: "r", title: "b" },
    { region: "r", title: "c" },
  ]);
  expect(after.widgets.slice(0, 2)).toEqual(body.widgets);
  expect(after).toMatchObject({ start: "-PT6H", unknown: 1 });
  expect(after.widgets.slice(2).map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
    [0, 11, 12, 6],
    [12, 11, 12, 6],
    [0, 17, 12, 6],
  ]);
});

test("a widget put onto others moves those down and leaves the rest", () => {
  const after = putWidget([text(0, 0), text(6, 0), text(0, 6)], 1, { x: 3, y: 0, width: 6, height: 6 });
  expect(after.map(({ x, y }) => [x, y])).toEqual([
    [0, 6],
    [3, 0],
    [0, 12],
  ]);
});

test("no two widgets overlap after a move, wherever it goes", () => {
  const widgets = [text(0, 0), text(6, 0, 12, 4), text(18, 0), text(0, 6, 24, 3), text(4, 9)];
  for (let x = 0; x < 24; x += 5) {
    for (let y = 0; y < 12; y += 3) {
      const places = putWidget(widgets, 4, { x, y, width: 8, height: 5 }).map(placeOf);
      for (const [a, one] of places.entries()) {
        for (const other of places.slice(a + 1)) {
          const apart =
            one.x >= other.x + other.width ||
            other.x >= one.x + one.width ||
            one.y >= other.y + other.height ||
            other.y >= one.y + one.height;
          expect(apart).toBe(true);
        }
      }
    }
  }
});

test("a widget stays within the 24 columns", () => {
  expect(putWidget([text(0, 0)], 0, { x: 30, y: -2, width: 10, height: 0 })[0]).toMatchObject({ x: 14, y: 0, width: 10, height: 1 });
  expect(placeOf({ type: "metric", properties: {} })).toEqual({ x: 0, y: 0, width: 6, height: 6 });
});

test("a body without widgets is no dashboard", () => {
  expect(() => readBody("{}")).toThrow("no list of widgets");
  expect(readBody('{"widgets":[]}').widgets).toEqual([]);
});

test("names are CloudWatch's", () => {
  expect(nameProblem("My-board_1")).toBeUndefined();
  expect(nameProblem("my board")).toContain("letters");
  expect(nameProblem("")).toContain("Enter");
  expect(nameProblem("a".repeat(256))).toContain("255");
});
