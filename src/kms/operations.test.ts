import * as sdk from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { cryptoOperations } from "./crypto.ts";
import { dataPlaneOperationNames, type KmsApiOperation, kmsApiOperations, managementPlaneOperationNames } from "./operations.ts";
import { kmsErrorStatus } from "./errors.ts";
import { managementOperations } from "./management.ts";
import { refusedOperationTable } from "./management/refused-operation-table.ts";

const namesOf = (suffix: string) =>
  Object.keys(sdk)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .filter((name) => name !== "" && name !== "$");

describe("the table of KMS operations", () => {
  it("holds every operation of the SDK's model", () => {
    expect(Object.keys(kmsApiOperations).sort()).toEqual(namesOf("Command").sort());
  });

  it("has an operation behind each line, on the plane that it says", () => {
    expect([...managementOperations.keys()].sort()).toEqual([...managementPlaneOperationNames].sort());
    expect([...cryptoOperations.keys()].sort()).toEqual([...dataPlaneOperationNames].sort());
  });

  it("says why for exactly those that are refused", () => {
    const refused = Object.entries(kmsApiOperations as Record<string, KmsApiOperation>).filter(([, { refusal }]) => refusal !== undefined);
    expect(Object.keys(refusedOperationTable).sort()).toEqual(refused.map(([name]) => name).sort());
  });
});

describe("the table of KMS errors", () => {
  it("holds every error shape of the SDK's model", () => {
    const shapes = namesOf("Exception")
      .map((name) => `${name}Exception`)
      .filter((name) => name !== "KMSServiceException");
    expect(Object.keys(kmsErrorStatus)).toEqual(expect.arrayContaining(shapes));
  });
});

/** The members of each operation's input and output as the SDK's own schemas have them. */
function sdkMembers(name: string): readonly string[] | undefined {
  const schema = (sdk as Record<string, unknown>)[`${name}$`];
  return Array.isArray(schema) ? (schema[4] as string[]) : undefined;
}

describe("the inputs", () => {
  it.each([...managementOperations.values()])("of $name have the members and the requirements of the model", ({ name, input }) => {
    if (input.kind !== "structure") throw new Error(`${name} takes no structure`);
    const members = sdkMembers(`${name}Request`);
    expect(input.members.map((member) => member.name).sort()).toEqual([...(members ?? [])].sort());
    const schema = (sdk as unknown as Record<string, unknown[]>)[`${name}Request$`];
    const requiredCount = (schema?.[6] as number | undefined) ?? 0;
    const required = input.members.filter((member) => member.required).map((member) => member.name);
    expect(required.sort()).toEqual((members ?? []).slice(0, requiredCount).sort());
  });

  it.each([...managementOperations.values()])("and outputs of $name have no member that the model does not know", ({ output }) => {
    if (output.kind !== "structure" || output.members.length === 0) return;
    const members = sdkMembers(output.name);
    for (const member of output.members) expect(members).toContain(member.name);
  });
});
