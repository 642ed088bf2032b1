import {
  type Arbitrary,
  array,
  assert,
  asyncProperty,
  base64String,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  oneof,
  record,
  string,
} from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "../../aws/api-error.ts";
import { decode } from "../../lib/schema/decode.ts";
import { encodeJson } from "../../lib/schema/encode.ts";
import { type FakeHouse, fakeHouse, placeKey, placeKeyStore } from "./fake-house.fixture.ts";
import { jsonCodec } from "../../lib/schema/json.ts";
import { kmsErrorStatus } from "../errors.ts";
import { managementOperations } from "../management.ts";
import type { Operation } from "../../aws/operation.ts";
import type { ManagementContext } from "./management-context.ts";
import type { Schema } from "../../lib/schema.ts";

/** Values that come near to what a member wants, and some that do not. */
function near(schema: Schema): Arbitrary<unknown> {
  const known = constantFrom<unknown>(
    "1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "cks-1234567890abcdef0",
    "alias/one",
    "arn:aws:iam::123456789012:user/one",
    "https://new.example.com",
    "/new/kms/xks/v1",
    "EXTERNAL_KEY_STORE",
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}',
    "ABCDEFGHIJKLMNOPQRST",
    "s".repeat(43),
    "com.amazonaws.vpce.us-east-1.vpce-svc-1234",
    "__proto__",
    "constructor",
    null,
  );
  switch (schema.kind) {
    case "structure":
      return record(Object.fromEntries(schema.members.map(({ name, schema }) => [name, near(schema)])), { requiredKeys: [] });
    case "list":
      return array(near(schema.member), { maxLength: 4 });
    case "map":
      return dictionary(oneof(string(), constant("__proto__")), near(schema.value), { maxKeys: 3 });
    case "string":
      return schema.values ? constantFrom<unknown>(...schema.values) : oneof({ weight: 4, arbitrary: known }, string({ unit: "binary" }));
    case "boolean":
      return boolean();
    case "blob":
      return base64String();
    default:
      return oneof(integer({ min: -5, max: 1100 }), constant(Number.MAX_SAFE_INTEGER));
  }
}

describe("whatever a client sends", () => {
  let house: FakeHouse;
  beforeAll(async () => {
    house = fakeHouse();
    await placeKeyStore(house, { connectionState: "DISCONNECTED" });
    await placeKey(house);
  });

  it.each([...managementOperations.values()])(
    "$name answers by its schemas or with an error of the API",
    async (operation) => {
      const input = oneof({ weight: 5, arbitrary: near(operation.input) }, jsonValue());
      await assert(
        asyncProperty(input, async (document) => {
          await answer(operation, document);
        }),
        { numRuns: 30 },
      );
    },
    30_000,
  );

  async function answer(operation: Operation<ManagementContext>, document: unknown): Promise<void> {
    let input: unknown;
    try {
      const decoded = decode(operation.input, JSON.parse(JSON.stringify(document)), jsonCodec);
      if (decoded.violations) return;
      input = decoded.value;
    } catch (error) {
      expect(error).toMatchObject({ name: "SerializationError" });
      return;
    }
    try {
      const output = await (operation.handle as (input: unknown, call: unknown) => unknown)(input, house.call());
      expect(JSON.parse(String(encodeJson(operation.output as Schema, output)))).toBeTypeOf("object");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      expect(Object.keys(kmsErrorStatus)).toContain(error.details.code);
      expect(error.details.status).toBe(400);
    }
  }
});
