/** The decoder's texts and rules, in the words of the real services. */
import { describe, expect, it } from "vitest";
import { blob, boolean, double, enumeration, integer, list, long, map, required, string, structure, timestamp } from "../schema.ts";
import type { Schema } from "../schema.ts";
import { SerializationError } from "./codec.ts";
import { decode } from "./decode.ts";
import { jsonCodec, parseJson } from "./json.ts";
import { violationMessage } from "./violation.ts";

const tag = structure("Tag", { TagKey: required(string({ length: [1, 128] })), TagValue: required(string({ length: [0, 256] })) });
const sample = structure("Sample", {
  KeyId: string({ length: [1, 2048] }),
  Name: string({ length: [1, 8], pattern: /^[a-z/]+$/ }),
  Plaintext: blob([1, 4096]),
  Secret: string({ length: [43, 64], sensitive: true }),
  NumberOfBytes: integer([1, 1024]),
  State: enumeration(["INSUFFICIENT_DATA", "ALARM", "OK"]),
  Tags: list(tag, [0, 2]),
  Operations: list(enumeration(["Encrypt", "Decrypt"])),
  GrantTokens: list(string({ length: [1, 4] }), [0, 3]),
  Context: map(string({ length: [1, 4] }), string({ length: [0, 3] })),
  Boards: map(string(), tag),
  Value: double(),
  Big: long(),
  At: timestamp(),
  DryRun: boolean(),
  OKActions: list(string(), [0, 1]),
});

const message = (document: unknown, schema: Schema = sample): string | undefined => {
  const { violations } = decode(schema, document, jsonCodec);
  return violations && violationMessage(violations);
};
const failed = (subject: string, constraint: string): string =>
  `1 validation error detected: ${subject} failed to satisfy constraint: ${constraint}`;

describe("constraint violations", () => {
  it.each<[string, unknown, string]>([
    [
      "a long blob is not quoted",
      { Plaintext: "A".repeat(8000) },
      failed("Value at 'plaintext'", "Member must have length less than or equal to 4096"),
    ],
    ["an empty blob", { Plaintext: "" }, failed("Value at 'plaintext'", "Member must have length greater than or equal to 1")],
    ["a secret is not quoted", { Secret: "short" }, failed("Value at 'secret'", "Member must have length greater than or equal to 43")],
    ["a number below", { NumberOfBytes: 0 }, failed("Value '0' at 'numberOfBytes'", "Member must have value greater than or equal to 1")],
    [
      "a number above",
      { NumberOfBytes: 1025 },
      failed("Value '1025' at 'numberOfBytes'", "Member must have value less than or equal to 1024"),
    ],
    [
      "an enum in AWS's order",
      { State: "INVALID" },
      failed("Value 'INVALID' at 'state'", "Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]"),
    ],
    [
      "a member of a listed structure",
      {
        Tags: [
          { TagKey: "a", TagValue: "b" },
          { TagKey: "", TagValue: "b" },
        ],
      },
      failed("Value '' at 'tags.2.member.tagKey'", "Member must have length greater than or equal to 1"),
    ],
    [
      "a pattern without JavaScript's escapes",
      { Name: "A" },
      failed("Value 'A' at 'name'", "Member must satisfy regular expression pattern: ^[a-z/]+$"),
    ],
    [
      "a missing member deep inside",
      { Tags: [{ TagKey: "a" }] },
      failed("Value null at 'tags.1.member.tagValue'", "Member must not be null"),
    ],
    ["a null in a list", { Tags: [null] }, failed("Value null at 'tags.1.member'", "Member must not be null")],
    ["a null in a list of strings", { Operations: [null] }, failed("Value null at 'operations.1.member'", "Member must not be null")],
    [
      "a list's broken strings are told once, at the list",
      { Operations: ["Encrypt", "Sing", "Dance"] },
      failed(
        "Value '[Encrypt, Sing, Dance]' at 'operations'",
        "Member must satisfy constraint: [Member must satisfy enum value set: [Encrypt, Decrypt]]",
      ),
    ],
    [
      "all constraints of a list's strings",
      { GrantTokens: ["12345"] },
      failed(
        "Value '[12345]' at 'grantTokens'",
        "Member must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 1]",
      ),
    ],
    [
      "a map's value",
      { Context: { a: "1234" } },
      failed(
        "Value '{a=1234}' at 'context'",
        "Map value must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 0]",
      ),
    ],
    [
      "a map's key",
      { Context: { abcde: "1" } },
      failed(
        "Value '{abcde=1}' at 'context'",
        "Map keys must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 1]",
      ),
    ],
    [
      "a structure in a map",
      { Boards: { x: { TagKey: "a" } } },
      failed("Value null at 'boards.x.member.tagValue'", "Member must not be null"),
    ],
    [
      "a list that is too long",
      { OKActions: ["a", "b"] },
      failed("Value '[a, b]' at 'oKActions'", "Member must have length less than or equal to 1"),
    ],
    [
      "several in one message, pattern before length",
      { Name: "", NumberOfBytes: 0 },
      "3 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z/]+$; " +
        "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ])("%s", (_, document, expected) => {
    expect(message(document)).toBe(expected);
  });

  it("tells at most a hundred", () => {
    const { violations } = decode(
      list(tag),
      Array.from({ length: 500 }, () => ({})),
      jsonCodec,
    );
    expect(violations).toHaveLength(100);
  });
});

describe("values", () => {
  it("come out with their types, unknown members gone, nulls absent", () => {
    const document = parseJson(
      Buffer.from(
        '{"KeyId":"k","Plaintext":"aGk=","NumberOfBytes":5,"Value":"NaN","Big":9007199254740991,"At":1700000000.5,"DryRun":false,"State":null,"Other":[1]}',
      ),
    );
    expect(decode(sample, document, jsonCodec).value).toEqual({
      KeyId: "k",
      Plaintext: Buffer.from("hi"),
      NumberOfBytes: 5,
      Value: Number.NaN,
      Big: 9_007_199_254_740_991,
      At: 1_700_000_000.5,
      DryRun: false,
    });
  });

  it("may use any word as a map's key", () => {
    const document = parseJson(
      Buffer.from('{"Boards":{"__proto__":{"TagKey":"a","TagValue":"b"}},"__proto__":{"KeyId":"x"},"constructor":1}'),
    );
    const { value } = decode(sample, document, jsonCodec);
    expect(Object.keys(value?.Boards ?? {})).toEqual(["__proto__"]);
    expect(value?.KeyId).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, "TagKey")).toBe(false);
  });
});

describe("wrong types", () => {
  it.each<[unknown, string]>([
    [{ KeyId: 1 }, "NUMBER_VALUE can not be converted to a String"],
    [{ KeyId: true }, "TRUE_VALUE can not be converted to a String"],
    [{ KeyId: [] }, "Start of list found where not expected"],
    [{ KeyId: {} }, "Start of structure or map found where not expected."],
    [{ NumberOfBytes: "5" }, "STRING_VALUE can not be converted to an Integer"],
    [{ NumberOfBytes: 1.5 }, "NUMBER_VALUE can not be converted to an Integer"],
    [{ NumberOfBytes: 2 ** 31 }, "NUMBER_VALUE can not be converted to an Integer"],
    [{ Big: 2 ** 53 }, "NUMBER_VALUE can not be converted to a Long"],
    [{ Value: "12x" }, "STRING_VALUE can not be converted to a Double"],
    [{ At: "NaN" }, "STRING_VALUE can not be converted to a Timestamp"],
    [{ DryRun: "true" }, "STRING_VALUE can not be converted to a Boolean"],
    [{ Plaintext: 5 }, "NUMBER_VALUE can not be converted to a Blob"],
    [{ Plaintext: "abc" }, "Value can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3"],
    [{ Plaintext: "ab_-" }, "Value can not be converted to a Blob: it is not valid Base64"],
    [{ Plaintext: "a b=" }, "Value can not be converted to a Blob: it is not valid Base64"],
    [{ Tags: "x" }, "Expected list or null"],
    [{ Tags: [1] }, "Expected structure or null"],
    [{ Context: "x" }, "Expected map or null"],
    [{ Context: [] }, "Start of list found where not expected"],
    [[], "Start of list found where not expected"],
    ["x", "Expected structure or null"],
    [null, "Expected structure or null"],
  ])("%j", (document, expected) => {
    expect(() => decode(sample, document, jsonCodec)).toThrow(new SerializationError(expected));
  });

  it.each(["{", '{"a":}', "nul", "\u00ff"])("refuses %j as JSON without quoting it", (text) => {
    expect(() => parseJson(Buffer.from(text, "latin1"))).toThrow(/^The body is not valid (JSON|UTF-8)$/);
  });

  it("reads an empty body as no input", () => {
    expect(parseJson(new Uint8Array())).toEqual({});
  });
});
