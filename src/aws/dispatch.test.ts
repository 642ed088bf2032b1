/** Requests of all three protocols through the door, from AWS's own clients where they speak the protocol. */
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import {
  CloudWatchClient,
  DisableAlarmActionsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { EncryptCommand, KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { decode as decodeCbor, encode as encodeCbor, Tagged } from "cborg";
import { beforeEach, describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../lib/door.ts";
import { sign } from "../lib/sigv4.ts";
import type { AccessKey, Role } from "../model/access-key.ts";
import { createAuthenticate } from "./authentication.ts";
import type { Caller } from "./caller.ts";
import { createDispatch, speaksAwsApi, targetOf } from "./dispatch.ts";
import { sampleCloudWatch, sampleKms } from "./sample-service.fixture.ts";

const clock = new ManualClock(Date.now());
const accessKeys = new Map<string, AccessKey>(
  (["viewer", "user", "admin"] as const).map((role) => [role, { id: role, secret: `${role}-secret`, name: role, role, createdAt: 0 }]),
);
const logged: unknown[] = [];
const dispatch = createDispatch({
  services: [sampleKms, sampleCloudWatch],
  authenticate: createAuthenticate({
    credentials: { accessKey: (id) => accessKeys.get(id), session: () => undefined },
    accountId: "123456789012",
    mode: "on",
    clock,
  }),
  newRequestId: () => "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f",
  log: { error: (fields: unknown) => void logged.push(fields) },
});
let last: { request: ApiRequest; response: ApiResponse } | undefined;
beforeEach(() => {
  logged.length = 0;
});

async function ask(request: Omit<ApiRequest, "remoteAddress">): Promise<ApiResponse> {
  const whole: ApiRequest = { ...request, remoteAddress: "" };
  const response = await dispatch(whole);
  last = { request: whole, response };
  return response;
}

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, unknown>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}
/** Takes the SDK's requests to the door instead of a socket. */
const requestHandler = {
  async handle({ method, path, headers, body }: SdkRequest) {
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === "string" ? body : "");
    const { status, headers: answered, body: answer } = await ask({ method, path, headers: lowered, body: bytes });
    return { response: { statusCode: status, headers: answered, body: Readable.from([Buffer.from(answer)]) } };
  },
};
const configuration = (role: Role, secretAccessKey = `${role}-secret`) => ({
  region: "eu-central-1",
  endpoint: "http://127.0.0.1:8420",
  credentials: { accessKeyId: role, secretAccessKey },
  requestHandler: requestHandler as never,
  maxAttempts: 1,
});
const kms = (role: Role, secret?: string) => new KMSClient(configuration(role, secret));
const cloudWatch = (role: Role) => new CloudWatchClient(configuration(role));

const signedBy = (role: Role, service: string, request: Partial<ApiRequest>): Omit<ApiRequest, "remoteAddress"> => {
  const whole = { method: "POST", path: "/", body: new Uint8Array(), ...request, headers: { host: "localhost", ...request.headers } };
  const credentials = { service, region: "us-east-1", accessKeyId: role, secretAccessKey: `${role}-secret`, now: clock.now() };
  return { ...whole, headers: { ...whole.headers, ...sign({ ...whole, ...credentials }) } };
};
const text = ({ body }: ApiResponse): string => (typeof body === "string" ? body : Buffer.from(body).toString());

describe("JSON 1.1, from the KMS client", () => {
  it("carries a call there and back", async () => {
    const plaintext = Buffer.from("hello");
    const answer = await kms("user").send(new EncryptCommand({ KeyId: "alias/demo", Plaintext: plaintext, EncryptionContext: { a: "b" } }));
    expect(Buffer.from(answer.CiphertextBlob ?? []).toString()).toBe("olleh");
    expect(answer.KeyId).toBe("alias/demo");
    expect(last?.response.headers).toEqual({
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f",
      "cache-control": "no-store",
    });
    expect(targetOf(last?.request.headers ?? {})).toBe("TrentService.Encrypt");
  });

  it("tells a broken constraint", async () => {
    await expect(kms("user").send(new EncryptCommand({ KeyId: "k", Plaintext: new Uint8Array(4097) }))).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
      $metadata: { httpStatusCode: 400, requestId: "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f" },
    });
  });

  it("refuses a viewer, an unknown operation and a wrong secret", async () => {
    await expect(kms("viewer").send(new EncryptCommand({ KeyId: "k", Plaintext: new Uint8Array(1) }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:iam::123456789012:user/viewer is not authorized to perform: kms:Encrypt because no identity-based policy allows the kms:Encrypt action",
    });
    await expect(kms("admin").send(new ListKeysCommand({}))).rejects.toMatchObject({ name: "UnknownOperationException" });
    await expect(kms("admin", "wrong").send(new EncryptCommand({ KeyId: "k", Plaintext: new Uint8Array(1) }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe("JSON 1.0, from the CloudWatch client", () => {
  it("carries times and doubles both ways, typed arrays and NaN too", async () => {
    const answer = await cloudWatch("viewer").send(
      new GetMetricDataCommand({
        StartTime: new Date(1_700_000_000_250),
        EndTime: new Date(1_700_000_060_000),
        MetricDataQueries: [{ Id: "m1" }],
      }),
    );
    expect(answer.MetricDataResults).toEqual([
      { Id: "m1", Timestamps: [new Date(1_700_000_000_250), new Date(1_700_000_060_000)], Values: [1.5, Number.NaN] },
    ]);
  });

  it("inflates what the client compressed", async () => {
    const MetricData = Array.from({ length: 400 }, (_, i) => ({ MetricName: `metric-${i}`, Value: i }));
    await cloudWatch("user").send(new PutMetricDataCommand({ Namespace: "Sample", MetricData }));
    expect(last?.request.headers["content-encoding"]).toBe("gzip");
    await expect(
      cloudWatch("user").send(new PutMetricDataCommand({ Namespace: "Sample", MetricData: [...MetricData, { MetricName: "" }] })),
    ).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '' at 'metricData.401.member.metricName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
    expect(last?.response.headers["x-amzn-query-error"]).toBe("ValidationError;Sender");
  });

  it("keeps the legacy codes and statuses for clients in query mode", async () => {
    await expect(cloudWatch("viewer").send(new GetDashboardCommand({ DashboardName: "missing" }))).rejects.toMatchObject({
      name: "ResourceNotFound",
      message: "Dashboard <missing> does not exist",
      $metadata: { httpStatusCode: 404 },
    });
    expect(last?.response.headers["x-amzn-query-error"]).toBe("ResourceNotFound;Sender");
    expect(text(last?.response as ApiResponse)).toContain('"__type":"com.amazonaws.cloudwatch.v2010_08_01#DashboardNotFoundError"');
    await expect(cloudWatch("viewer").send(new DisableAlarmActionsCommand({ AlarmNames: ["a"] }))).rejects.toMatchObject({
      message: expect.stringContaining("cloudwatch:DisableAlarmActions") as string,
      $metadata: { httpStatusCode: 403 },
    });
    expect(last?.response.headers["x-amzn-query-error"]).toBe("AccessDenied;Sender");
  });

  it("answers 400 for 404 to others, and leaves an empty message out", async () => {
    const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "GraniteServiceVersion20100801.GetDashboard" };
    const response = await ask(signedBy("viewer", "monitoring", { headers, body: Buffer.from('{"DashboardName":"silent"}') }));
    expect(response.status).toBe(400);
    expect(text(response)).toBe('{"__type":"com.amazonaws.cloudwatch.v2010_08_01#ResourceNotFound"}');
    expect(response.headers["x-amzn-query-error"]).toBeUndefined();
  });
});

describe("the query protocol", () => {
  const form = (fields: string, role: Role = "admin", more: Record<string, string> = {}) =>
    ask(
      signedBy(role, "monitoring", {
        headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8", ...more },
        body: more["content-encoding"] === "gzip" ? gzipSync(fields) : Buffer.from(fields),
      }),
    );

  it("answers in XML", async () => {
    const response = await form(
      "MetricDataQueries.member.1.Id=m%261&StartTime=2023-11-14T22%3A13%3A20Z&EndTime=2023-11-14T22%3A14%3A20Z&Version=2010-08-01&Action=GetMetricData",
    );
    expect(response).toMatchObject({ status: 200, headers: { "content-type": "text/xml" } });
    expect(text(response)).toBe(
      '<GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><GetMetricDataResult><MetricDataResults><member><Id>m&amp;1</Id>' +
        "<Timestamps><member>2023-11-14T22:13:20Z</member><member>2023-11-14T22:14:20Z</member></Timestamps>" +
        "<Values><member>1.5</member><member>NaN</member></Values></member></MetricDataResults></GetMetricDataResult>" +
        "<ResponseMetadata><RequestId>b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f</RequestId></ResponseMetadata></GetMetricDataResponse>",
    );
  });

  it("has no result where there is no output, compressed or not", async () => {
    const expected =
      '<PutMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><ResponseMetadata><RequestId>b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f</RequestId></ResponseMetadata></PutMetricDataResponse>';
    const fields = "Action=PutMetricData&Version=2010-08-01&Namespace=x&MetricData.member.1.MetricName=a&MetricData.member.1.Value=1";
    expect(text(await form(fields))).toBe(expected);
    expect(text(await form(fields, "admin", { "content-encoding": "gzip" }))).toBe(expected);
  });

  it.each<[string, Role, number, string]>([
    [
      "Action=GetDashboard&Version=2010-08-01&DashboardName=missing",
      "viewer",
      404,
      "<Type>Sender</Type><Code>ResourceNotFound</Code><Message>Dashboard &lt;missing&gt; does not exist</Message>",
    ],
    [
      "Action=GetDashboard&Version=2010-08-01&DashboardName=silent",
      "viewer",
      404,
      "<Type>Sender</Type><Code>ResourceNotFound</Code></Error>",
    ],
    [
      "Action=GetDashboard&Version=2010-08-01&DashboardName=invalid",
      "viewer",
      400,
      "<Message>invalid</Message><dashboardValidationMessages><member><DataPath>/widgets/0</DataPath><Message>Should be array</Message></member></dashboardValidationMessages></Error>",
    ],
    [
      "Action=GetDashboard&Version=2010-08-01",
      "viewer",
      400,
      "<Code>ValidationError</Code><Message>1 validation error detected: Value null at &apos;dashboardName&apos;",
    ],
    [
      "Action=Fly&Version=2010-08-01",
      "viewer",
      400,
      "<Code>InvalidAction</Code><Message>Could not find operation Fly for version 2010-08-01</Message>",
    ],
    ["Action=Fly", "viewer", 400, "Could not find operation Fly for version NO_VERSION_SPECIFIED"],
    ["Version=2010-08-01", "viewer", 400, "<Code>InvalidAction</Code>"],
    ["Action=PutMetricData&Version=2010-08-01&Namespace=%", "admin", 400, "<Code>MalformedInput</Code>"],
    ["Action=DisableAlarmActions&Version=2010-08-01", "user", 403, "<Code>AccessDenied</Code>"],
  ])("tells of %s", async (fields, role, status, expected) => {
    const response = await form(fields, role);
    expect(response.status).toBe(status);
    expect(text(response).replaceAll("'", "&apos;")).toContain(expected);
  });

  it("takes signed GETs, but no others and no followed links", async () => {
    const path = "/?Action=GetDashboard&Version=2010-08-01&DashboardName=missing";
    const signed = signedBy("viewer", "monitoring", { method: "GET", path });
    expect((await ask(signed)).status).toBe(404);
    expect(text(await ask(signed))).toContain("<Code>ResourceNotFound</Code>");
    expect(speaksAwsApi({ ...signed, remoteAddress: "" })).toBe(true);
    expect(speaksAwsApi({ ...signed, remoteAddress: "", headers: { ...signed.headers, "sec-fetch-mode": "navigate" } })).toBe(false);
    expect(speaksAwsApi({ method: "GET", path, headers: {}, body: new Uint8Array(), remoteAddress: "" })).toBe(false);
  });
});

describe("RPC v2 CBOR", () => {
  const call = (operationName: string, input: unknown, role: Role = "admin", more: Record<string, string> = {}) =>
    ask(
      signedBy(role, "monitoring", {
        path: `/service/GraniteServiceVersion20100801/operation/${operationName}`,
        headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor", accept: "application/cbor", ...more },
        body: input instanceof Uint8Array ? input : encodeCbor(input),
      }),
    );
  const plain = ({ body }: ApiResponse): unknown => decodeCbor(body as Uint8Array, { tags: { 1: (content) => ({ at: content() }) } });

  it("carries a call there and back", async () => {
    const input = { StartTime: new Tagged(1, 1_700_000_000.5), EndTime: new Tagged(1, 1_700_000_060), MetricDataQueries: [{ Id: "m1" }] };
    const response = await call("GetMetricData", input);
    expect(response).toMatchObject({ status: 200, headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" } });
    expect(plain(response)).toEqual({
      MetricDataResults: [{ Id: "m1", Timestamps: [{ at: 1_700_000_000.5 }, { at: 1_700_000_060 }], Values: [1.5, Number.NaN] }],
    });
  });

  it("tells errors", async () => {
    const missing = await call("GetDashboard", { DashboardName: "missing" }, "viewer", { "x-amzn-query-mode": "true" });
    expect(missing).toMatchObject({
      status: 404,
      headers: { "x-amzn-query-error": "ResourceNotFound;Sender", "smithy-protocol": "rpc-v2-cbor" },
    });
    expect(plain(missing)).toEqual({
      __type: "com.amazonaws.cloudwatch.v2010_08_01#DashboardNotFoundError",
      message: "Dashboard <missing> does not exist",
    });
    expect(plain(await call("GetDashboard", {}))).toMatchObject({ __type: "com.amazon.coral.validate#ValidationException" });
    expect(plain(await call("Fly", {}))).toMatchObject({ __type: "com.amazon.coral.service#UnknownOperationException" });
    expect(plain(await call("GetDashboard", Uint8Array.of(0xff)))).toMatchObject({
      __type: "com.amazon.coral.service#SerializationException",
    });
  });
});

describe("whatever goes wrong", () => {
  const json = (body: string | Uint8Array, headers: Record<string, string> = {}, target = "TrentService.GetDashboard") =>
    ask(
      signedBy("admin", "kms", {
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target, ...headers },
        body: Buffer.from(body),
      }),
    );

  it("an unexpected error is logged with its request and leaks nothing", async () => {
    const response = await json('{"DashboardName":"leak"}');
    expect(response.status).toBe(500);
    expect(text(response)).toContain('"__type":"KMSInternalException"');
    expect(text(response)).not.toContain("leak");
    expect(logged).toMatchObject([{ requestId: "b5a3f4b8-3c9e-4a5e-9d0e-7a1f2c3d4e5f", operation: "GetDashboard" }]);
  });

  it.each<[string, string, Record<string, string>, string, string, number]>([
    ["broken JSON", "{", {}, "TrentService.Encrypt", "SerializationException", 400],
    ["a list for a body", "[]", {}, "TrentService.Encrypt", "SerializationException", 400],
    ["a form's content type", "{}", { "content-type": "text/plain" }, "TrentService.Encrypt", "SerializationException", 400],
    ["an unknown service", "{}", {}, "Nobody.Encrypt", "UnknownOperationException", 400],
    ["a target without a dot", "{}", {}, "Encrypt", "UnknownOperationException", 400],
    ["a property of all objects as operation", "{}", {}, "TrentService.constructor", "UnknownOperationException", 400],
    ["too large a body", " ".repeat(256 * 1024 + 1), {}, "TrentService.Encrypt", "RequestEntityTooLargeException", 413],
    ["another encoding", "{}", { "content-encoding": "br" }, "TrentService.Encrypt", "SerializationException", 400],
    ["gzip that is none", "{}", { "content-encoding": "gzip" }, "TrentService.Encrypt", "SerializationException", 400],
    ["deep nesting", "[".repeat(100_000), {}, "TrentService.Encrypt", "SerializationException", 400],
  ])("%s", async (_, body, headers, target, type, status) => {
    const response = await json(body, headers, target);
    expect(response.status).toBe(status);
    expect((JSON.parse(text(response)) as { __type: string }).__type).toBe(type);
    expect(response.headers["x-amzn-requestid"]).toBeDefined();
    expect(logged).toEqual([]);
  });

  it("a small body that inflates without end is stopped", async () => {
    const response = await json(gzipSync(Buffer.alloc(20 * 1024 * 1024)), { "content-encoding": "gzip" });
    expect(response.status).toBe(413);
  });

  it("what is no AWS call is 404", async () => {
    const response = await ask({ method: "GET", path: "/", headers: {}, body: new Uint8Array() });
    expect(response.status).toBe(404);
  });
});

it("lets the local administrator in without a signature", async () => {
  const caller: Caller = { arn: "arn:local", accountId: "1", role: "admin", by: "local", remoteAddress: "" };
  const response = await dispatch.answerAs(caller)({
    method: "POST",
    path: "/",
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.Echo" },
    body: Buffer.from('{"Text":"hi"}'),
    remoteAddress: "",
  });
  expect(text(response)).toBe('{"Text":"hi"}');
});
