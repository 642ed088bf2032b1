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

const hidden = '"HIDDEN_DUE_TO_SECURITY_REASONS"';
/** Cryptographic operations change nothing: CloudTrail calls them read-only, too. */
const readOnly = /^(?:Describe|List|Get|Encrypt|Decrypt|ReEncrypt|Generate|Explain)/;
/** Of services beside KMS only what changes something is audited: their reads and data points are traffic. */
const traffic = /^(?:Describe|List|Get(?!AccessKeySecret)|Explain|PutMetricData)/;

/** Whether calls of an operation belong in the audit trail. */
export function isAudited(service: { readonly signingName: string }, operationName: string): boolean {
  return service.signingName === "kms" || !traffic.test(operationName);
}

/** Keys whose part of an event is kept. */
const keysKept = 2000;

/** What the events of one operation have in common as long as it is called by the same client. */
interface Kept {
  readonly caller: Caller;
  readonly agent: string | undefined;
  /** Up to the event's time, from there up to what this call alone has, and of the end. */
  readonly beforeTime: string;
  readonly afterTime: string;
  readonly readOnly: string;
  readonly end: string;
}

/** Writes events. Lines are made on the way of cryptographic calls, so what repeats from call to call is written once and kept. */
export class AuditLines {
  readonly #region: string;
  readonly #newEventId: () => string;
  readonly #kept = new WeakMap<CompletedCall["operation"], Kept>();
  readonly #resources = new Map<string, string>();
  #second = 0;
  #secondText = "";

  /** @param newEventId gives a UUID for each event */
  constructor(region: string, newEventId: () => string) {
    this.#region = region;
    this.#newEventId = newEventId;
  }

  /**
   * The line of a call, without a line break.
   * @param at wall time, epoch ms
   */
  lineOf(call: CompletedCall, at: number): string {
    const { operation, requestId, input, error } = call;
    const { beforeTime, afterTime, readOnly, end } = this.#keptOf(call);
    const failed = error ? `"errorCode":${JSON.stringify(error.code)},"errorMessage":${JSON.stringify(error.message.slice(0, 1024))},` : "";
    const parameters = (input === undefined ? undefined : parametersOf(operation.input, input)) ?? "null";
    return (
      `${beforeTime}${this.#time(at)}${afterTime}${failed}"requestParameters":${parameters},"responseElements":null,` +
      `"requestID":"${requestId}","eventID":"${this.#newEventId()}",${readOnly}${this.#resourcesOf(call)}${end}`
    );
  }

  #keptOf({ service, operation, caller, request }: CompletedCall): Kept {
    const agent = header(request.headers, "user-agent");
    const known = this.#kept.get(operation);
    if (known && known.caller === caller && known.agent === agent) return known;
    const kept: Kept = {
      caller,
      agent,
      beforeTime: `{"eventVersion":"1.08","userIdentity":${identityOf(caller)},"eventTime":"`,
      afterTime:
        `","eventSource":"${service.signingName}.amazonaws.com","eventName":"${operation.name}","awsRegion":"${this.#region}",` +
        `"sourceIPAddress":${JSON.stringify(caller.remoteAddress)},` +
        (agent === undefined ? "" : `"userAgent":${JSON.stringify(agent.slice(0, 256))},`),
      readOnly: `"readOnly":${readOnly.test(operation.name)},`,
      end: `"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":${JSON.stringify(caller.accountId)},"eventCategory":"Management"}`,
    };
    this.#kept.set(operation, kept);
    return kept;
  }

  #resourcesOf(call: CompletedCall): string {
    const arns = keyArnsOf(call);
    const [first] = arns;
    if (first === undefined) return "";
    const keys = arns.length === 1 ? this.#resourceOf(first, call) : arns.map((arn) => this.#resourceOf(arn, call)).join(",");
    return `"resources":[${keys}],`;
  }

  #resourceOf(arn: string, { caller }: CompletedCall): string {
    let json = this.#resources.get(arn);
    if (json === undefined) {
      json = `{"accountId":${JSON.stringify(caller.accountId)},"type":"AWS::KMS::Key","ARN":${JSON.stringify(arn)}}`;
      if (this.#resources.size >= keysKept) this.#resources.clear();
      this.#resources.set(arn, json);
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

function identityOf({ arn, accountId, accessKeyId, by, role }: Caller): string {
  const root = arn.endsWith(":root");
  const userName = arn.slice(arn.lastIndexOf("/") + 1);
  return JSON.stringify({
    type: root ? "Root" : "IAMUser",
    principalId: root ? accountId : userName,
    arn,
    accountId,
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(!root && { userName }),
    // Beyond CloudTrail: how the caller was known (a signature, a console session, the local socket), and the role.
    sessionContext: { attributes: { by, role } },
  });
}

/** The keys a call was about: as the answer names them, else as an ARN in the request. */
function keyArnsOf({ input, output }: CompletedCall): string[] {
  const found: string[] = [];
  const add = (arn: unknown): void => {
    if (typeof arn === "string" && arn.startsWith("arn:") && arn.includes(":key/") && !found.includes(arn)) found.push(arn);
  };
  for (const value of [output, input]) {
    if (typeof value !== "object" || value === null) continue;
    const { KeyId, SourceKeyId, KeyMetadata } = value as Readonly<Record<string, unknown>>;
    add(KeyId);
    add(SourceKeyId);
    if (KeyMetadata !== undefined) add((KeyMetadata as { readonly Arn?: unknown }).Arn);
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

/** The input without blobs and secrets, as JSON; undefined where nothing of it may be shown. */
function parametersOf(schema: Schema, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  switch (schema.kind) {
    case "blob":
      return undefined;
    case "string":
      return schema.sensitive ? hidden : JSON.stringify(value);
    case "list":
      return `[${(value as readonly unknown[]).map((member) => parametersOf(schema.member, member) ?? "null").join(",")}]`;
    case "map": {
      let text = "";
      for (const key of Object.keys(value)) {
        const member = parametersOf(schema.value, (value as Readonly<Record<string, unknown>>)[key]);
        if (member !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${member}`;
      }
      return `{${text}}`;
    }
    case "structure": {
      let text = "";
      for (const [name, shownAs, schemaOfMember] of visibleOf(schema)) {
        const member = parametersOf(schemaOfMember, (value as Readonly<Record<string, unknown>>)[name]);
        if (member !== undefined) text += `${text === "" ? "" : ","}"${shownAs}":${member}`;
      }
      return `{${text}}`;
    }
    default:
      return JSON.stringify(value);
  }
}
