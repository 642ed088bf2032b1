/**
 * The kinds of resources, one line each: what a kind holds, and which strings of it are indexed. Adding a kind is a line
 * here; no engine changes. Members named in `secrets` are sealed under the master key by `store/sealed-resource-store`.
 */
import type { AccessKey, ConsoleSession } from "../model/access-key.ts";
import type { Alarm, AlarmHistoryItem, AlarmStatus } from "../model/alarm.ts";
import type { ConnectionEvent } from "../model/connection-event.ts";
import type { Grant } from "../model/grant.ts";
import type { KeyStoreHealth } from "../model/key-store-health.ts";
import type { Dashboard, ResourceTags } from "../model/dashboard.ts";
import type { KeyStore } from "../model/key-store.ts";
import type { Alias, KmsKey } from "../model/kms-key.ts";
import type { Delivery, SigningKey, Subscription, Topic } from "../model/topic.ts";

/** How a kind is kept. `indexes` maps a name to the string that is indexed; undefined where a resource has none. */
interface KindDefinition<T> {
  readonly unique?: Readonly<Record<string, (value: T) => string | undefined>>;
  readonly indexes?: Readonly<Record<string, (value: T) => string | undefined>>;
  /** Dotted paths of string or bytes members that are sealed at rest. */
  readonly secrets?: readonly string[];
}
const kind =
  <T>() =>
  <const D extends KindDefinition<T>>(definition: D): D & { readonly holds?: T } =>
    definition;

export const resourceKinds = {
  "key-store": kind<KeyStore>()({
    unique: { name: (store) => store.name, address: (store) => store.uriEndpoint.toLowerCase() + store.uriPath },
    secrets: ["credential.secretAccessKey"],
  }),
  "kms-key": kind<KmsKey>()({
    unique: { externalKey: (key) => `${key.keyStoreId} ${key.externalKeyId}` },
    indexes: { keyStore: (key) => key.keyStoreId },
    secrets: ["innerKey"],
  }),
  alias: kind<Alias>()({ indexes: { key: (alias) => alias.keyId } }),
  grant: kind<Grant>()({ indexes: { key: (grant) => grant.keyId } }),
  /** By the key store's id. */
  "key-store-health": kind<KeyStoreHealth>()({}),
  /** By the key store's id, the time in 15 digits and the state, with spaces between: a prefix lists one key store's events in order. */
  "connection-event": kind<ConnectionEvent>()({}),
  "access-key": kind<AccessKey>()({ unique: { name: (key) => key.name }, secrets: ["secret"] }),
  session: kind<ConsoleSession>()({}),
  /** By name. */
  dashboard: kind<Dashboard>()({}),
  /** By name. */
  alarm: kind<Alarm>()({}),
  /** By the alarm's name. */
  "alarm-status": kind<AlarmStatus>()({}),
  /** By the time in 15 digits and a random end, with a space between: ids are in the order of time. */
  "alarm-history": kind<AlarmHistoryItem>()({ indexes: { alarm: (item) => item.alarmName } }),
  /** By ARN. */
  topic: kind<Topic>()({}),
  /** By ARN, which begins with the topic's. */
  subscription: kind<Subscription>()({ indexes: { topic: (subscription) => subscription.topicArn }, secrets: ["token"] }),
  /** By its use. */
  "signing-key": kind<SigningKey>()({ secrets: ["privateKey"] }),
  /** By the time in 15 digits and a random end, with a space between: ids are in the order of time. */
  delivery: kind<Delivery>()({}),
  /** By the ARN of an alarm or dashboard. */
  "resource-tags": kind<ResourceTags>()({}),
  /** Small facts about this installation: format version, ids. */
  setting: kind<{ readonly value: string }>()({}),
};

export type Kind = keyof typeof resourceKinds;
export type ResourceOf<K extends Kind> = (typeof resourceKinds)[K] extends { readonly holds?: infer T } ? T : never;
type NamesOf<D, P extends string> = D extends { readonly [key in P]: infer I } ? keyof I & string : never;
export type Indexes<K extends Kind> = NamesOf<(typeof resourceKinds)[K], "unique"> | NamesOf<(typeof resourceKinds)[K], "indexes">;
