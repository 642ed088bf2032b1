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
  /** Under which its tags are kept: the ARN in this installation's own region. */
  readonly arn: string;
}

/** `arn:partition:cloudwatch:region:account:` and what comes behind; clients may know us by any region. */
const arnPattern = /^arn:aws[a-z-]*:cloudwatch:[a-z0-9-]*:\d{12}:(?:alarm:(?<alarm>.+)|dashboard\/(?<dashboard>.+)|.+)$/s;

/**
 * What an ARN names here; undefined where it names something of CloudWatch that is not kept here. Throws
 * InvalidParameterValue for text that is no ARN of CloudWatch.
 */
export function resourceOf({ installation }: CloudWatchContext, arn: string | undefined): TaggedResource | undefined {
  if (arn === undefined || arn === "") throw cloudWatchError("MissingRequiredParameterException", "The parameter ResourceARN is required.");
  const { region, accountId } = installation;
  const match = arnPattern.exec(arn);
  if (!match) throw cloudWatchError("InvalidParameterValueException", `The value ${arn} for parameter ResourceARN is invalid.`);
  const { alarm, dashboard } = match.groups ?? {};
  if (alarm !== undefined) return { type: "alarm", name: alarm, arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarm}` };
  if (dashboard !== undefined)
    return { type: "dashboard", name: dashboard, arn: `arn:aws:cloudwatch::${accountId}:dashboard/${dashboard}` };
  return undefined;
}

/** Under which kind the resources that can be tagged are kept. */
const kinds: Readonly<Record<TaggedResource["type"], Kind>> = { alarm: "alarm", dashboard: "dashboard" };

/** The resource that an ARN names. Throws ResourceNotFoundException unless there is such a one. */
export async function existingResource(context: CloudWatchContext, arn: string | undefined): Promise<TaggedResource> {
  const resource = resourceOf(context, arn);
  if (resource && (await context.resources.read(kinds[resource.type], resource.name))) return resource;
  throw cloudWatchError("ResourceNotFoundException", "Unknown", {
    ResourceType: resource?.type ?? "unknown",
    ResourceId: resource?.name ?? arn,
  });
}
