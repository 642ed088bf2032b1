/** Dashboards and tags through the door, from AWS's client in all three protocols. */
import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { beforeEach, describe, expect, it } from "vitest";
import { noon, openCloudWatch, protocols } from "../through-the-door.fixture.ts";

const body = '{ "widgets": [ {"type":"text","properties":{"markdown":"é"}} ] }';
let cloudWatch = openCloudWatch();
beforeEach(() => {
  cloudWatch = openCloudWatch();
});

describe.each(protocols)("dashboards over %s", (protocol) => {
  it("are kept letter for letter, listed by name, and deleted", async () => {
    const client = cloudWatch.client(protocol);
    for (const name of ["two", "one", "other"]) {
      const put = await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: body }));
      expect(put.DashboardValidationMessages).toEqual([]);
    }
    expect(await client.send(new GetDashboardCommand({ DashboardName: "one" }))).toMatchObject({
      DashboardName: "one",
      DashboardArn: "arn:aws:cloudwatch::123456789012:dashboard/one",
      DashboardBody: body,
    });
    const listed = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: "o" }));
    expect(listed.DashboardEntries).toEqual(
      ["one", "other"].map((name) => ({
        DashboardName: name,
        DashboardArn: `arn:aws:cloudwatch::123456789012:dashboard/${name}`,
        LastModified: new Date(noon * 1000),
        Size: Buffer.byteLength(body),
      })),
    );
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ["one"] }));
    await expect(client.send(new GetDashboardCommand({ DashboardName: "one" }))).rejects.toMatchObject({
      // Clients of the query-compatible protocols know it by its legacy code.
      name: expect.stringMatching(/^(DashboardNotFoundError|ResourceNotFound)$/),
      message: "Dashboard one does not exist",
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("with an invalid body are refused with the path of every fault", async () => {
    const invalid = {
      widgets: [
        { type: "metric", properties: { region: "us-east-1" } },
        { type: "text", properties: {} },
      ],
    };
    const put = cloudWatch.client(protocol).send(new PutDashboardCommand({ DashboardName: "x", DashboardBody: JSON.stringify(invalid) }));
    const faults = [
      { dataPath: "/widgets/0/properties", message: "Should have required property 'metrics'" },
      { dataPath: "/widgets/0/properties", message: "Should have required property 'annotations'" },
      { dataPath: "/widgets/0/properties", message: "Should match exactly one schema in oneOf" },
      { dataPath: "/widgets/1/properties", message: "Should have required property 'markdown'" },
    ];
    await expect(put).rejects.toMatchObject({
      name: "DashboardInvalidInputError",
      message: `The dashboard body is invalid, there are 4 validation errors:\n${JSON.stringify(faults, null, 2)}`,
      dashboardValidationMessages: faults.map(({ dataPath, message }) => ({ DataPath: dataPath, Message: message })),
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe("dashboards", () => {
  it("have names of letters, digits, dashes and underscores", async () => {
    await expect(cloudWatch.client().send(new PutDashboardCommand({ DashboardName: "a b", DashboardBody: body }))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message:
        "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n",
    });
  });

  it("must be JSON", async () => {
    await expect(cloudWatch.client().send(new PutDashboardCommand({ DashboardName: "a", DashboardBody: "{" }))).rejects.toMatchObject({
      name: "DashboardInvalidInputError",
      message: "The field DashboardBody must be a valid JSON object",
    });
  });

  it("that exist are deleted beside names that do not", async () => {
    const client = cloudWatch.client();
    await client.send(new PutDashboardCommand({ DashboardName: "a", DashboardBody: body }));
    await expect(client.send(new DeleteDashboardsCommand({ DashboardNames: ["b", "a"] }))).rejects.toMatchObject({
      message: "Dashboard b does not exist",
    });
    expect((await client.send(new ListDashboardsCommand({}))).DashboardEntries).toEqual([]);
    await expect(client.send(new DeleteDashboardsCommand({ DashboardNames: [] }))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });
});

describe("tags", () => {
  const arn = "arn:aws:cloudwatch::123456789012:dashboard/a";

  it("are added, changed and taken away, and go with their dashboard", async () => {
    const client = cloudWatch.client();
    const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags;
    await client.send(new PutDashboardCommand({ DashboardName: "a", DashboardBody: body, Tags: [{ Key: "team", Value: "x" }] }));
    await client.send(
      new TagResourceCommand({
        ResourceARN: arn,
        Tags: [
          { Key: "team", Value: "y" },
          { Key: "stage", Value: "" },
        ],
      }),
    );
    expect(await tags()).toEqual([
      { Key: "team", Value: "y" },
      { Key: "stage", Value: "" },
    ]);
    await client.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ["team", "nothing"] }));
    expect(await tags()).toEqual([{ Key: "stage", Value: "" }]);
    await client.send(new DeleteDashboardsCommand({ DashboardNames: ["a"] }));
    expect(await tags()).toEqual([]);
  });

  it("are found by an ARN of another region, and none under what is not kept here", async () => {
    const client = cloudWatch.client();
    await client.send(new PutDashboardCommand({ DashboardName: "a", DashboardBody: body, Tags: [{ Key: "k", Value: "v" }] }));
    const list = async (ResourceARN: string) => (await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    expect(await list("arn:aws:cloudwatch:eu-central-1:123456789012:dashboard/a")).toEqual([{ Key: "k", Value: "v" }]);
    expect(await list("arn:aws:cloudwatch:eu-central-1:123456789012:insight-rule/r")).toEqual([]);
    await expect(list("a")).rejects.toThrow("The value a for parameter ResourceARN is invalid.");
  });

  it("of what there is not cannot be written", async () => {
    await expect(
      cloudWatch.client().send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: "a", Value: "b" }] })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException", message: "Unknown", $metadata: { httpStatusCode: 404 } });
  });
});
