/**
 * Channels: where the operator lets action ARNs lead. They come from one JSON file:
 * `{"arn:aws:sns:us-east-1:123456789012:ops": [{"type": "webhook", "url": "https://…"}, …], …}`.
 */
export interface HttpTarget {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Channel =
  /** The envelope that SNS posts, signed. */
  | ({ readonly type: "sns" } & HttpTarget)
  /** JSON of one's own: texts may hold `${…}` parts; absent: the alarm's message as it is. */
  | ({ readonly type: "webhook"; readonly body?: unknown } & HttpTarget)
  /** The root of an Alertmanager, e.g. `http://alertmanager:9093`. */
  | ({ readonly type: "alertmanager" } & HttpTarget)
  /** An event in EventBridge's form. */
  | ({ readonly type: "event-bridge" } & HttpTarget)
  | { readonly type: "email"; readonly to: readonly string[] }
  /** A program with its arguments, no shell; the message comes on standard input. */
  | { readonly type: "command"; readonly command: readonly string[] };

/** Channels by the ARN that leads to them. */
export type ChannelTable = ReadonlyMap<string, readonly Channel[]>;

export const noChannels: ChannelTable = new Map();

const types = ["sns", "webhook", "alertmanager", "event-bridge", "email", "command"] as const satisfies readonly Channel["type"][];
const members: Readonly<Record<Channel["type"], readonly string[]>> = {
  sns: ["url", "headers"],
  webhook: ["url", "headers", "body"],
  alertmanager: ["url", "headers"],
  "event-bridge": ["url", "headers"],
  email: ["to"],
  command: ["command"],
};

/** What is wrong with a channel file; the message names the place and what must be there. */
export class ChannelFault extends Error {}

/** Reads a channel file. Throws a ChannelFault. */
export function readChannels(text: string): ChannelTable {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ChannelFault(`it is not JSON: ${(error as Error).message}`);
  }
  const table = new Map<string, readonly Channel[]>();
  for (const [arn, channels] of Object.entries(objectAt(document, "the file"))) {
    if (!/^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[^:]*:.+$/.test(arn)) throw new ChannelFault(`${JSON.stringify(arn)} must be an ARN`);
    if (!Array.isArray(channels)) throw new ChannelFault(`${arn} must be a list of channels`);
    table.set(
      arn,
      channels.map((channel, i) => readChannel(channel, `${arn}[${i}]`)),
    );
  }
  return table;
}

function readChannel(raw: unknown, place: string): Channel {
  const channel = objectAt(raw, place);
  const type = types.find((one) => one === channel["type"]);
  if (!type) throw new ChannelFault(`${place}.type must be one of ${types.join(", ")}`);
  const unknown = Object.keys(channel).find((name) => name !== "type" && !members[type].includes(name));
  if (unknown !== undefined)
    throw new ChannelFault(`${place}.${unknown} is not known; a channel of type ${type} has ${members[type].join(", ")}`);
  if (type === "email") return { type, to: textsAt(channel["to"], `${place}.to`) };
  if (type === "command") return { type, command: textsAt(channel["command"], `${place}.command`) };
  const target = { url: urlAt(channel["url"], `${place}.url`), ...headersAt(channel["headers"], `${place}.headers`) };
  return type === "webhook" ? { type, ...target, ...("body" in channel && { body: channel["body"] }) } : { type, ...target };
}

function objectAt(raw: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) throw new ChannelFault(`${place} must be an object`);
  return raw as Readonly<Record<string, unknown>>;
}

function textsAt(raw: unknown, place: string): readonly string[] {
  if (Array.isArray(raw) && raw.length > 0 && raw.every((entry) => typeof entry === "string" && entry !== "")) return raw as string[];
  throw new ChannelFault(`${place} must be a list of texts`);
}

function urlAt(raw: unknown, place: string): string {
  if (typeof raw === "string" && URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol)) return raw;
  throw new ChannelFault(`${place} must be a URL that begins with https:// or http://`);
}

function headersAt(raw: unknown, place: string): { readonly headers?: Readonly<Record<string, string>> } {
  if (raw === undefined) return {};
  const headers = objectAt(raw, place);
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string" || /[\r\n]/.test(value)) throw new ChannelFault(`${place}.${name} must be a text of one line`);
  }
  return { headers: headers as Readonly<Record<string, string>> };
}
