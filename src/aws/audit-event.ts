/**
 * Who did what to which key, with what result: a completed API call in the form of CloudTrail's events, one JSON line. What
 * a schema calls a blob (plaintexts, ciphertexts) is left out and what it calls sensitive is hidden, so no operation can
 * forget to.
 */
import type { ApiRequest } from "../lib/door.ts";
import { header } from "../lib/door.ts";
import type { Schema } from "../lib/schema.ts";
import type { ApiErrorDetails } from "./api-error.ts";
import type { Caller } from "./caller.ts";

/** A call whose answer is known. */
export interface CompletedCall {
  /** Wall time, epoch ms. */
  readonly at: number;
  readonly requestId: string;
  readonly service: { readonly signingName: string };
  readonly operation: { readonly name: string; readonly input: Schema };
  readonly caller: Caller;
  readonly request: Pick<ApiRequest, "headers">;
  /** Absent where the body broke the schema. */
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: Pick<ApiErrorDetails, "code" | "message">;
}

const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";
/** Cryptographic operations change nothing: CloudTrail calls them read-only, too. */
const readOnly = /^(?:Describe|List|Get|Encrypt|Decrypt|ReEncrypt|Generate|Explain)/;
/** Of services beside KMS only what changes something is audited: their reads and data points are traffic. */
const traffic = /^(?:Describe|List|Get(?!AccessKeySecret)|Explain|PutMetricData)/;

/** Whether calls of an operation belong in the audit trail. */
export function isAudited(service: { readonly signingName: string }, operationName: string): boolean {
  return service.signingName === "kms" || !traffic.test(operationName);
}

/** @param eventId a UUID */
export function auditLine(call: CompletedCall, region: string, eventId: string): string {
  const { at, requestId, service, operation, caller, request, error } = call;
  const { accountId } = caller;
  const keys = keyArnsOf(call);
  return JSON.stringify({
    eventVersion: "1.08",
    userIdentity: identityOf(caller),
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${service.signingName}.amazonaws.com`,
    eventName: operation.name,
    awsRegion: region,
    sourceIPAddress: caller.remoteAddress,
    userAgent: header(request.headers, "user-agent")?.slice(0, 256),
    ...(error && { errorCode: error.code, errorMessage: error.message.slice(0, 1024) }),
    requestParameters: call.input === undefined ? null : parametersOf(operation.input, call.input),
    responseElements: null,
    requestID: requestId,
    eventID: eventId,
    readOnly: readOnly.test(operation.name),
    ...(keys.length > 0 && { resources: keys.map((ARN) => ({ accountId, type: "AWS::KMS::Key", ARN })) }),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: "Management",
  });
}

function identityOf({ arn, accountId, accessKeyId, by, role }: Caller): object {
  const userName = arn.slice(arn.lastIndexOf("/") + 1);
  const root = arn.endsWith(":root");
  return {
    type: root ? "Root" : "IAMUser",
    principalId: root ? accountId : userName,
    arn,
    accountId,
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(!root && { userName }),
    // Beyond CloudTrail: how the caller was known (a signature, a console session, the local socket), and the role.
    sessionContext: { attributes: { by, role } },
  };
}

/** The keys a call was about: as the answer names them, else as an ARN in the request. */
function keyArnsOf({ input, output }: CompletedCall): string[] {
  const members = [output, input].flatMap((value) => {
    const { KeyId, SourceKeyId, KeyMetadata } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return [KeyId, SourceKeyId, (KeyMetadata as { readonly Arn?: unknown } | undefined)?.Arn];
  });
  return [...new Set(members.filter((member): member is string => typeof member === "string" && /^arn:[^:]*:kms:.*:key\//.test(member)))];
}

/** The input without blobs and secrets, its names as CloudTrail writes them. */
function parametersOf(schema: Schema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  switch (schema.kind) {
    case "blob":
      return undefined;
    case "string":
      return schema.sensitive ? hidden : value;
    case "list":
      return (value as readonly unknown[]).map((member) => parametersOf(schema.member, member));
    case "map":
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, parametersOf(schema.value, member)]));
    case "structure":
      return Object.fromEntries(
        schema.members.map(({ name, schema: member }) => [
          name.charAt(0).toLowerCase() + name.slice(1),
          parametersOf(member, (value as Readonly<Record<string, unknown>>)[name]),
        ]),
      );
    default:
      return value;
  }
}
