/** Lists in pages as the KMS API has them: Limit, Marker, NextMarker, Truncated. */
import { kmsError } from "../errors.ts";

export interface PageOf<T> {
  readonly entries: readonly T[];
  readonly NextMarker?: string;
  readonly Truncated: boolean;
}

export interface PageRequest {
  readonly Limit?: number | undefined;
  readonly Marker?: string | undefined;
}

const markerPrefix = "m1:";

/**
 * One page of `items`, by ascending `idOf`. A marker holds the last id of the page before, so that what comes or goes
 * between two pages neither repeats nor hides others. Throws InvalidMarkerException for a marker that is none of ours.
 *
 * @param defaultLimit AWS's own for this list
 */
export function pageOf<T>(items: Iterable<T>, idOf: (item: T) => string, request: PageRequest, defaultLimit: number): PageOf<T> {
  const after = request.Marker === undefined ? undefined : readMarker(request.Marker);
  const rest = [...items]
    .map((item) => ({ id: idOf(item), item }))
    .filter(({ id }) => after === undefined || id > after)
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const entries = rest.slice(0, request.Limit ?? defaultLimit);
  const last = entries.at(-1);
  const page = { entries: entries.map(({ item }) => item) };
  if (!last || entries.length === rest.length) return { ...page, Truncated: false };
  return { ...page, NextMarker: Buffer.from(markerPrefix + last.id, "utf8").toString("base64"), Truncated: true };
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, "base64").toString("utf8");
  if (!text.startsWith(markerPrefix) || Buffer.from(text, "utf8").toString("base64") !== marker) {
    throw kmsError("InvalidMarkerException", "The marker is not one that this operation returned.");
  }
  return text.slice(markerPrefix.length);
}
