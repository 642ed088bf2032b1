/**
 * Who did what to which key, with what result: a completed API call in the form of CloudTrail's events, one JSON line. What
 * a schema calls a blob (plaintexts, ciphertexts) is left out and what it calls sensitive is hidden, so no operation can
 * forget to.
 */
import type { ApiRequest } from "../lib/door.ts";
import { header } from "../lib/door.ts";
import type { Schema, StructureSchema } from "../lib/schema.ts";
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

/** Texts kept in their JSON form. */
const textsKept = 2000;

/** Writes events. Lines are made on the way of cryptographic calls, so what repeats from call to call is written once and kept. */
export class AuditLines {
  readonly #region: string;
  readonly #newEventId: () => string;
  readonly #quoted = new Map<string, string>();
  #second = 0;
  #secondText = "";

  /** @param newEventId gives a UUID for each event */
  constructor(region: string, newEventId: () => string) {
    this.#region = region;
    this.#newEventId = newEventId;
  }

  /** The line of a call, without a line break. */
  lineOf(call: CompletedCall): string {
    const { service, operation, caller, request, error } = call;
    const account = this.#quote(caller.accountId);
    const agent = header(request.headers, "user-agent");
    const keys = keyArnsOf(call).map((arn) => `{"accountId":${account},"type":"AWS::KMS::Key","ARN":${this.#quote(arn)}}`);
    return (
      `{"eventVersion":"1.08","userIdentity":${this.#identity(caller)},"eventTime":"${this.#time(call.at)}",` +
      `"eventSource":"${service.signingName}.amazonaws.com","eventName":"${operation.name}","awsRegion":"${this.#region}",` +
      `"sourceIPAddress":${this.#quote(caller.remoteAddress)},` +
      (agent === undefined ? "" : `"userAgent":${this.#quote(agent.slice(0, 256))},`) +
      (error ? `"errorCode":${JSON.stringify(error.code)},"errorMessage":${JSON.stringify(error.message.slice(0, 1024))},` : "") +
      `"requestParameters":${call.input === undefined ? "null" : JSON.stringify(parametersOf(operation.input, call.input))},` +
      `"responseElements":null,"requestID":"${call.requestId}","eventID":"${this.#newEventId()}",` +
      `"readOnly":${readOnly.test(operation.name)},` +
      (keys.length > 0 ? `"resources":[${keys.join(",")}],` : "") +
      `"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":${account},"eventCategory":"Management"}`
    );
  }

  #identity({ arn, accountId, accessKeyId, by, role }: Caller): string {
    const root = arn.endsWith(":root");
    const account = this.#quote(accountId);
    const userName = this.#quote(arn.slice(arn.lastIndexOf("/") + 1));
    return (
      `{"type":"${root ? "Root" : "IAMUser"}","principalId":${root ? account : userName},` +
      `"arn":${this.#quote(arn)},"accountId":${account},` +
      (accessKeyId === undefined ? "" : `"accessKeyId":${this.#quote(accessKeyId)},`) +
      (root ? "" : `"userName":${userName},`) +
      // Beyond CloudTrail: how the caller was known (a signature, a console session, the local socket), and the role.
      `"sessionContext":{"attributes":{"by":"${by}","role":"${role}"}}}`
    );
  }

  /** A text as JSON. */
  #quote(text: string): string {
    let json = this.#quoted.get(text);
    if (json === undefined) {
      json = JSON.stringify(text);
      if (this.#quoted.size >= textsKept) this.#quoted.clear();
      this.#quoted.set(text, json);
    }
    return json;
  }

  /** ISO 8601 without a fraction, as CloudTrail writes it. */
  #time(at: number): string {
    const second = Math.floor(at / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
    }
    return this.#secondText;
  }
}

/** The keys a call was about: as the answer names them, else as an ARN in the request. */
function keyArnsOf({ input, output }: CompletedCall): string[] {
  const found: string[] = [];
  for (const value of [output, input]) {
    if (typeof value !== "object" || value === null) continue;
    const { KeyId, SourceKeyId, KeyMetadata } = value as Readonly<Record<string, unknown>>;
    const described = KeyMetadata as { readonly Arn?: unknown } | undefined;
    for (const arn of [KeyId, SourceKeyId, described?.Arn])
      if (typeof arn === "string" && arn.startsWith("arn:") && arn.includes(":key/") && !found.includes(arn)) found.push(arn);
  }
  return found;
}

/** Members of a structure with their names as CloudTrail writes them; none that is a blob. */
const visibleMembers = new WeakMap<StructureSchema, readonly (readonly [name: string, shown: string, schema: Schema])[]>();

function visibleOf(schema: StructureSchema): readonly (readonly [string, string, Schema])[] {
  let visible = visibleMembers.get(schema);
  if (!visible) {
    visible = schema.members
      .filter((member) => member.schema.kind !== "blob")
      .map((member) => [member.name, member.name.charAt(0).toLowerCase() + member.name.slice(1), member.schema] as const);
    visibleMembers.set(schema, visible);
  }
  return visible;
}

/** The input without blobs and secrets. */
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
    case "structure": {
      const shown: Record<string, unknown> = {};
      for (const [name, shownAs, member] of visibleOf(schema)) {
        const given = (value as Readonly<Record<string, unknown>>)[name];
        if (given !== undefined) shown[shownAs] = parametersOf(member, given);
      }
      return shown;
    }
    default:
      return value;
  }
}
