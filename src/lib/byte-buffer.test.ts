import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "./byte-buffer.ts";

describe("bytes", () => {
  it("come back as the numbers and texts that were written", () => {
    const unsigned = fc.maxSafeNat();
    const signed = fc.integer({ min: -(2 ** 51), max: 2 ** 51 });
    fc.assert(
      fc.property(
        fc.array(unsigned),
        fc.array(signed),
        fc.double(),
        fc.string({ unit: "grapheme" }),
        (naturals, integers, double, text) => {
          const writer = new ByteWriter(1);
          for (const value of naturals) writer.varint(value);
          for (const value of integers) writer.zigzag(value);
          for (const value of integers) writer.zigzag(value);
          writer.float64(double);
          writer.text(text);
          const reader = new ByteReader(writer.take());
          expect(naturals.map(() => reader.varint())).toEqual(naturals);
          expect(integers.map(() => reader.zigzag())).toEqual(integers);
          const many = new Float64Array(integers.length);
          reader.zigzags(many);
          expect([...many]).toEqual(integers);
          expect(reader.float64()).toBe(double);
          expect(reader.text()).toBe(text);
          expect(reader.left).toBe(0);
        },
      ),
    );
  });

  it("take one byte up to 127", () => {
    const writer = new ByteWriter();
    writer.varint(127);
    writer.zigzag(-64);
    expect(writer.take()).toEqual(Uint8Array.of(127, 127));
    expect(writer.length).toBe(0);
  });

  it("that end too early are told of", () => {
    const reader = (bytes: readonly number[]): ByteReader => new ByteReader(Uint8Array.from(bytes));
    expect(() => reader([]).byte()).toThrow(RangeError);
    expect(() => reader([0x80]).varint()).toThrow(RangeError);
    expect(() => reader([1, 2, 3]).float64()).toThrow(RangeError);
    expect(() => reader([5, 65]).text()).toThrow(RangeError);
    expect(() => reader([1, 0x80]).zigzags(new Float64Array(2))).toThrow(RangeError);
  });
});
