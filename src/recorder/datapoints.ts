/** Facts → datapoints, by the catalogue `model/kms-metrics` alone. Pure. Step 5 of the walk of an Encrypt. */
import type { HealthCheck } from "../model/health-check.ts";
import type { Interaction } from "../model/interaction.ts";
import {
  factFields,
  type FactKind,
  type Facts,
  type FieldValues,
  kmsMetric,
  kmsNamespace,
  type Recording,
  recordings,
} from "../model/kms-metrics.ts";
import type { KmsRequest } from "../model/kms-request.ts";
import type { Datapoint, Series } from "../model/metric.ts";

/** A series and how its value comes from each fact that has the same fields. */
export interface SeriesSource<K extends FactKind> {
  readonly series: Series;
  readonly value: (fact: Facts[K]) => number | undefined;
}

/** The fields of a fact that its series depend on. */
export function fieldsOf<K extends FactKind>(kind: K, fact: Facts[K]): FieldValues<K> {
  const fields = factFields[kind] as unknown as Readonly<Record<string, (of: Facts[K]) => string>>;
  return Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read(fact)])) as FieldValues<K>;
}

/** The series that facts with these fields are recorded in. */
export function sourcesOf<K extends FactKind>(kind: K, fields: FieldValues<K>): SeriesSource<K>[] {
  const candidates = recordings[kind] as unknown as readonly Recording<K>[];
  return candidates
    .filter((recording) => recording.when?.(fields) ?? true)
    .map((recording) => ({ series: seriesOf(recording, fields), value: recording.value }));
}

export const datapointsOfInteraction = (interaction: Interaction): Datapoint[] => datapointsOf("interaction", interaction);
export const datapointsOfKmsRequest = (request: KmsRequest): Datapoint[] => datapointsOf("kmsRequest", request);
export const datapointsOfHealthCheck = (check: HealthCheck): Datapoint[] => datapointsOf("healthCheck", check);

function datapointsOf<K extends FactKind>(kind: K, fact: Facts[K]): Datapoint[] {
  return sourcesOf(kind, fieldsOf(kind, fact)).flatMap(({ series, value: read }) => {
    const value = read(fact);
    return value === undefined ? [] : [{ series, value }];
  });
}

function seriesOf<K extends FactKind>(recording: Recording<K>, fields: FieldValues<K>): Series {
  const dimensions = Object.entries(recording.dimensions).map(([name, valueOf]) => ({ name, value: valueOf(fields) }));
  dimensions.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { namespace: kmsNamespace, metricName: recording.metric, dimensions, unit: kmsMetric(recording.metric).unit };
}
