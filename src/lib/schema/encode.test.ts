/** One value in three protocols, read back by their decoders. */
import { decode as decodeCbor } from "cborg";
import { describe, expect, it } from "vitest";
import { blob, boolean, column, double, integer, list, long, map, string, structure, timestamp } from "../schema.ts";
import { cborCodec, encodeCborValue, parseCbor } from "./cbor.ts";
import { decode } from "./decode.ts";
import { encodeJson } from "./encode.ts";
import { jsonCodec } from "./json.ts";
import { encodeXml, escapeXml } from "./xml.ts";

const output = structure("Output", {
  Text: string(),
  Count: integer(),
  Value: double(),
  Yes: boolean(),
  Bytes: blob(),
  At: timestamp(),
  Values: column(double()),
  Times: column(timestamp()),
  Rows: list(structure("Row", { Name: string() })),
  Context: map(string(), string()),
});
const value = {
  Text: 'a "quote" & <tag>',
  Count: -3,
  Value: 0.1,
  Yes: true,
  Bytes: Buffer.from("hi"),
  At: 1_700_000_000.25,
  Values: [1, 2.5, Number.NaN, -Infinity],
  Times: [1_700_000_000, 1_700_000_060],
  Rows: [{ Name: "x" }, {}],
  Context: { k: "v", __proto: "w" },
};

describe("JSON", () => {
  it("says numbers that JSON cannot as strings", () => {
    expect(encodeJson(output, value)).toBe(
      '{"Text":"a \\"quote\\" & <tag>","Count":-3,"Value":0.1,"Yes":true,"Bytes":"aGk=","At":1700000000.25,"Values":[1,2.5,"NaN","-Infinity"],' +
        '"Times":[1700000000,1700000060],"Rows":[{"Name":"x"},{}],"Context":{"k":"v","__proto":"w"}}',
    );
  });

  it("is read back as the same value", () => {
    expect(decode(output, JSON.parse(String(encodeJson(output, value))), jsonCodec).value).toEqual(value);
  });

  it("takes typed arrays and leaves absent members out", () => {
    expect(encodeJson(output, { Values: Float64Array.of(1.5, 2), Times: new Float64Array(), Text: undefined })).toBe(
      '{"Values":[1.5,2],"Times":[]}',
    );
    expect(encodeJson(output, {})).toBe("{}");
  });

  it("puts long columns into bytes, the same ones once", () => {
    const times = Float64Array.from({ length: 300 }, (_, i) => 1_700_000_000 + 60 * i);
    const long = { Text: "é", Values: times.map((time) => time / 7), Times: times, Rows: [{ Name: "ü" }], Context: { k: "€" } };
    const encoded = encodeJson(output, long);
    expect(encoded).toBeInstanceOf(Uint8Array);
    expect(JSON.parse(Buffer.from(encoded as Uint8Array).toString("utf8"))).toEqual({
      ...long,
      Values: [...long.Values],
      Times: [...times],
    });
    const odd = encodeJson(output, { Values: times.with(7, Number.NaN) });
    expect(JSON.parse(Buffer.from(odd as Uint8Array).toString("utf8"))).toEqual({ Values: [...times].with(7, "NaN" as never) });
  });
});

describe("CBOR", () => {
  it("is read back as the same value", () => {
    expect(decode(output, parseCbor(encodeCborValue(output, value)), cborCodec).value).toEqual({
      ...value,
      Bytes: Uint8Array.from(value.Bytes),
    });
  });

  it("tags times with 1 and takes typed arrays", () => {
    const bytes = encodeCborValue(output, { Times: Float64Array.of(1_700_000_000), Values: Float64Array.of(0.1, 3) });
    const plain: unknown = decodeCbor(bytes, { tags: { 1: (content) => `at ${String(content())}` } });
    expect(plain).toEqual({ Values: [0.1, 3], Times: ["at 1700000000"] });
  });

  it("writes every width of length and integer", () => {
    const sizes = [0, 23, 24, 255, 256, 65_535, 65_536];
    const schema = structure("Sizes", { Numbers: list(long()), Text: string(), Data: blob(), Many: list(boolean()) });
    for (const size of sizes) {
      const numbers = [size, -size - 1, 2 ** 32 - 1, 2 ** 32, -(2 ** 40), Number.MAX_SAFE_INTEGER];
      const sized = {
        Numbers: numbers,
        Text: "\u00e9".repeat(size),
        Data: new Uint8Array(size).fill(7),
        Many: Array.from({ length: size }, () => true),
      };
      expect(decode(schema, parseCbor(encodeCborValue(schema, sized)), cborCodec).value).toEqual(sized);
    }
  });

  it.each([
    ["truncated", [0xa1, 0x61]],
    ["two items", [0xa0, 0xa0]],
    ["an unknown tag", [0xc2, 0x41, 0x01]],
    ["a time that is text", [0xc1, 0x61, 0x61]],
    ["nesting without end", Array.from({ length: 200_000 }, () => 0x81)],
    ["an array that claims 2^40 entries", [0x9b, 0, 0, 1, 0, 0, 0, 0, 0]],
  ])("refuses %s", (_, bytes) => {
    expect(() => parseCbor(Uint8Array.from(bytes))).toThrow(/CBOR|Tag 1/);
  });
});

describe("XML", () => {
  it("writes lists as members, maps as entries, times as ISO 8601", () => {
    expect(encodeXml(output, value)).toBe(
      "<Text>a &quot;quote&quot; &amp; &lt;tag&gt;</Text><Count>-3</Count><Value>0.1</Value><Yes>true</Yes><Bytes>aGk=</Bytes>" +
        "<At>2023-11-14T22:13:20.250Z</At>" +
        "<Values><member>1</member><member>2.5</member><member>NaN</member><member>-Infinity</member></Values>" +
        "<Times><member>2023-11-14T22:13:20Z</member><member>2023-11-14T22:14:20Z</member></Times>" +
        "<Rows><member><Name>x</Name></member><member/></Rows>" +
        "<Context><entry><key>k</key><value>v</value></entry><entry><key>__proto</key><value>w</value></entry></Context>",
    );
  });

  it("writes a column of times as single ones", () => {
    const times = [0, 59, 3599, 86_399, 86_400, 1_700_000_000.5, 1_700_000_001, -1, 951_782_400];
    const expected = times.map((seconds) => encodeXml(timestamp(), seconds));
    expect(encodeXml(list(timestamp()), times)).toBe(expected.map((text) => `<member>${text}</member>`).join(""));
    expect(expected[1]).toBe("1970-01-01T00:00:59Z");
  });

  it("replaces what XML cannot hold", () => {
    expect(escapeXml("a\u0000b\u001fc\ud800d\re\t\u{1f600}")).toBe("a\ufffdb\ufffdc\ufffdd&#xD;e\t\u{1f600}");
  });
});
