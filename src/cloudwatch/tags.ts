/** Tags of alarms and dashboards: checked, and kept by the resource's ARN. */
import { list, string, structure } from "../lib/schema.ts";
import type { Kind } from "../store/resource-kinds.ts";
import type { Change } from "../store/resource-store.ts";
import type { CloudWatchContext } from "./context.ts";
import { cloudWatchError } from "./errors.ts";
import { Faults } from "./faults.ts";

export const tagShape = structure("Tag", { Key: string(), Value: string() });
export const tagListShape = list(tagShape);
const maximumTags = 50;

interface WireTag {
  readonly Key?: string;
  readonly Value?: string;
}

export type Tags = Readonly<Record<string, string>>;

/** The tags, if they may be some. Throws InvalidParameterValue or MissingParameter. */
export function checkTags(tags: readonly WireTag[]): Tags {
  const faults = new Faults();
  const checked = new Map<string, string>();
  for (const [i, { Key, Value }] of tags.entries()) {
    const at = `Tags.member.${i + 1}`;
    if (Key === undefined || Key === "") faults.required(`${at}.Key`);
    else if (Key.length > 128) faults.value(`The parameter ${at}.Key must be shorter than 129 characters.`);
    else if (/^aws:/i.test(Key))
      faults.value(`The value ${Key} for parameter ${at}.Key is invalid. Tags beginning with aws: are reserved.`);
    if (Value === undefined) faults.required(`${at}.Value`);
    else if (Value.length > 256) faults.value(`The parameter ${at}.Value must be shorter than 257 characters.`);
    if (Key !== undefined) checked.set(Key, Value ?? "");
  }
  if (checked.size < tags.length && !faults.any) faults.value("The collection Tags must not name a key more than once.");
  if (tags.length > maximumTags) faults.tooMany("Tags", maximumTags);
  faults.throwModelled();
  return Object.fromEntries(checked);
}

/** The write that keeps a resource's tags; undefined or none: there are none. */
export const tagsWrite = (arn: string, tags: Tags | undefined): Change => ({
  kind: "resource-tags",
  id: arn,
  value: tags && Object.keys(tags).length > 0 ? { tags } : undefined,
});

export async function tagsOf({ resources }: CloudWatchContext, arn: string): Promise<Tags> {
  return (await resources.read("resource-tags", arn))?.value.tags ?? {};
}

/** A resource that can be tagged, as its ARN names it. */
export interface TaggedResource {
  readonly type: "alarm" | "dashboard";
  readonly name: string;
}

/** What an ARN names here. Throws InvalidParameterValue for text that is no ARN of something that can be tagged. */
export function resourceOf({ installation }: CloudWatchContext, arn: string | undefined): TaggedResource {
  if (arn === undefined || arn === "") throw cloudWatchError("MissingRequiredParameterException", "The parameter ResourceARN is required.");
  const { region, accountId } = installation;
  const alarm = `arn:aws:cloudwatch:${region}:${accountId}:alarm:`;
  const dashboard = `arn:aws:cloudwatch::${accountId}:dashboard/`;
  if (arn.startsWith(alarm)) return { type: "alarm", name: arn.slice(alarm.length) };
  if (arn.startsWith(dashboard)) return { type: "dashboard", name: arn.slice(dashboard.length) };
  throw cloudWatchError("InvalidParameterValueException", `The value ${arn} for parameter ResourceARN is invalid.`);
}

/** Under which kind the resources that can be tagged are kept. */
const kinds: Readonly<Record<TaggedResource["type"], Kind>> = { alarm: "alarm", dashboard: "dashboard" };

/** Throws ResourceNotFoundException unless there is such a resource. */
export async function checkExists({ resources }: CloudWatchContext, { type, name }: TaggedResource): Promise<void> {
  if (await resources.read(kinds[type], name)) return;
  throw cloudWatchError("ResourceNotFoundException", "Unknown", { ResourceType: type, ResourceId: name });
}
