/** Query forms as botocore and older SDKs write them. */
import { describe, expect, it } from "vitest";
import { blob, boolean, double, integer, list, map, string, structure, timestamp } from "../schema.ts";
import { decode } from "./decode.ts";
import { parseQueryForm, queryCodec } from "./query-form.ts";

const dimension = structure("Dimension", { Name: string(), Value: string() });
const input = structure("Input", {
  Namespace: string(),
  MetricData: list(
    structure("MetricDatum", {
      MetricName: string(),
      Dimensions: list(dimension),
      Value: double(),
      Values: list(double()),
      Timestamp: timestamp(),
    }),
  ),
  Count: integer(),
  Flag: boolean(),
  Data: blob(),
  Context: map(string(), string()),
});
const read = (form: string) => decode(input, parseQueryForm(form), queryCodec).value;

describe("a query form", () => {
  it("is read in any order of fields", () => {
    const fields = [
      "Action=PutMetricData",
      "MetricData.member.2.MetricName=b",
      "MetricData.member.10.MetricName=c",
      "MetricData.member.1.Dimensions.member.2.Name=n2",
      "MetricData.member.1.Dimensions.member.1.Value=v%26%3D+1",
      "MetricData.member.1.Dimensions.member.1.Name=n1",
      "MetricData.member.1.MetricName=a",
      "MetricData.member.1.Value=1.5e3",
      "MetricData.member.1.Values.member.1=NaN",
      "MetricData.member.1.Timestamp=2026-11-24T10%3A00%3A00.5Z",
      "Namespace=x%C3%A9",
    ];
    const expected = {
      Namespace: "xé",
      MetricData: [
        {
          MetricName: "a",
          Dimensions: [{ Name: "n1", Value: "v&= 1" }, { Name: "n2" }],
          Value: 1500,
          Values: [Number.NaN],
          Timestamp: Date.UTC(2026, 10, 24, 10, 0, 0, 500) / 1000,
        },
        { MetricName: "b" },
        { MetricName: "c" },
      ],
    };
    expect(read(fields.join("&"))).toEqual(expected);
    expect(read(fields.reverse().join("&"))).toEqual(expected);
  });

  it("has maps of entries, empty lists, booleans, blobs", () => {
    expect(
      read(
        "Context.entry.1.key=a&Context.entry.1.value=b&Context.entry.2.value=&Context.entry.2.key=__proto__&MetricData=&Flag=true&Data=aGk%3D",
      ),
    ).toEqual({
      Context: Object.assign(Object.create(null) as object, { a: "b", ["__proto__"]: "" }),
      MetricData: [],
      Flag: true,
      Data: Buffer.from("hi"),
    });
  });

  it.each([
    ["2026-11-24", Date.UTC(2026, 10, 24)],
    ["2026-11-24T10:00Z", Date.UTC(2026, 10, 24, 10)],
    ["2026-11-24T10:00:00", Date.UTC(2026, 10, 24, 10)],
    ["2026-11-24T10:00:00+02:00", Date.UTC(2026, 10, 24, 8)],
    ["2026-11-24 10:00:00Z", Date.UTC(2026, 10, 24, 10)],
  ])("knows the time %s", (text, milliseconds) => {
    expect(read(`MetricData.member.1.Timestamp=${encodeURIComponent(text)}`)?.MetricData?.[0]?.Timestamp).toBe(milliseconds / 1000);
  });

  it.each([
    "Count=1.5",
    "Count=",
    "Count=0x10",
    "MetricData.member.1.Value=12x",
    "MetricData.member.1.Timestamp=yesterday",
    "MetricData.member.1.Timestamp=2026-13-45",
    "MetricData.member.x.Value=1",
    "MetricData.1.Value=1",
    "Flag=maybe",
    "Namespace=%E0%A4%A",
    "Namespace=a&Namespace.member.1=b",
    "Namespace.member.1=b&Namespace=a",
    `${"a.".repeat(100)}b=1`,
    "Context.entry.1.value=b",
  ])("refuses %s", (form) => {
    expect(() => read(form)).toThrow(expect.objectContaining({ name: "SerializationError" }) as Error);
  });
});
