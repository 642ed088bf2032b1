/** CloudWatch's table of operations against the shapes that AWS's own client knows. */
import * as sdk from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import type { Schema } from "../lib/schema.ts";
import { modelledErrors } from "./errors.ts";
import { openCloudWatch } from "./through-the-door.fixture.ts";
import { createCloudWatchService } from "./operations.ts";
import { operationsNotServed } from "./operations-not-served.ts";

const service = createCloudWatchService({ ...openCloudWatch(), installation: { region: "us-east-1", accountId: "123456789012" } });
const notServed = new Set(operationsNotServed.map(({ name }) => name));
const served = [...service.operations.values()].filter(({ name }) => !notServed.has(name));

const shapes = sdk as unknown as Readonly<Record<string, unknown>>;

/** The client's schemas: a structure is [3, namespace, name, traits, member names, member schemas], a list [1, …, member]. */
function membersOf(shape: unknown): unknown {
  const resolved: unknown = typeof shape === "function" ? (shape as () => unknown)() : shape;
  if (!Array.isArray(resolved)) return "";
  if (resolved[0] === 0 && Array.isArray(resolved[1])) return membersOf(resolved[1]);
  if (resolved[0] === 1) return membersOf(resolved[4]);
  if (Math.abs(resolved[0] as number) !== 3) return "";
  const members = resolved[5] as readonly unknown[];
  return Object.fromEntries((resolved[4] as readonly string[]).map((name, i) => [name, membersOf(members[i])]));
}

function ourMembersOf(schema: Schema): unknown {
  if (schema.kind === "list") return ourMembersOf(schema.member);
  if (schema.kind !== "structure") return "";
  return Object.fromEntries(schema.members.map((member) => [member.name, ourMembersOf(member.schema)]));
}

describe("each operation has the members that AWS's client knows", () => {
  it.each(served.map((operation) => [operation.name, operation] as const))("%s", (name, operation) => {
    expect(ourMembersOf(operation.input)).toEqual(membersOf(shapes[`${name}Input$`]));
    const output = shapes[`${name}Output$`];
    expect(ourMembersOf(operation.output)).toEqual(output === undefined ? {} : membersOf(output));
  });
});

it.each(Object.entries(modelledErrors))("the error %s has the client's legacy code and status", (name, { queryCode, status }) => {
  const [, , , traits] = shapes[`${name}$`] as readonly [number, string, string, { awsQueryError?: [string, number]; httpError?: number }];
  expect([queryCode, status]).toEqual(traits.awsQueryError ?? [name, traits.httpError ?? 400]);
});

describe("operations that are not served", () => {
  it("say so, with the reason", async () => {
    await expect(openCloudWatch().client().send(new sdk.DescribeAnomalyDetectorsCommand({}))).rejects.toMatchObject({
      name: "UnsupportedOperationException",
      message: "DescribeAnomalyDetectors is not available: Anomaly detection is no part of this service.",
    });
  });

  it("are operations that AWS's client has", () => {
    for (const name of notServed) expect(shapes).toHaveProperty(`${name}Command`);
  });
});
