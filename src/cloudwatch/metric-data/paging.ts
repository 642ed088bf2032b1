/**
 * Cuts results into pages of at most so many datapoints. A token names the result and the last time that was given, so a page
 * goes on where the one before ended even when data has arrived in between.
 */
import { cloudWatchError } from "../errors.ts";
import { decodeToken, encodeToken } from "../next-token.ts";
import type { MetricDataResult } from "../shapes.ts";

export const maximumDatapoints = 100_800;

/** A result in columns, in the order of the answer. */
export interface FullResult extends MetricDataResult {
  readonly Timestamps: Float64Array;
  readonly Values: Float64Array;
}

interface Position {
  /** Index of the result that comes next. */
  readonly result: number;
  /** Timestamp of its last datapoint that was given; absent: it begins. */
  readonly after?: number;
}

function positionOf(token: string | undefined): Position {
  if (token === undefined) return { result: 0 };
  const position = decodeToken(token);
  if (Array.isArray(position) && Number.isSafeInteger(position[0]) && position[0] >= 0) {
    const [result, after] = position as [number, unknown];
    if (after === null) return { result };
    if (typeof after === "number") return { result, after };
  }
  throw cloudWatchError("InvalidNextToken", "The specified NextToken is invalid.");
}

/** The page at `token` with at most `most` datapoints, and the token of the next one where there is more. */
export function pageOf(
  results: readonly FullResult[],
  token: string | undefined,
  most: number,
): { readonly page: MetricDataResult[]; readonly next?: string } {
  const start = positionOf(token);
  const page: MetricDataResult[] = [];
  let room = most;
  for (let i = start.result; i < results.length; i++) {
    const result = results[i] as FullResult;
    const from = i === start.result && start.after !== undefined ? indexAfter(result.Timestamps, start.after) : 0;
    const left = result.Values.length - from;
    if (room === 0 && left > 0) return { page, next: encodeToken([i, from === 0 ? null : result.Timestamps[from - 1]]) };
    if (left > room) {
      const to = from + room;
      page.push(part(result, from, to, "PartialData"));
      return { page, next: encodeToken([i, result.Timestamps[to - 1]]) };
    }
    page.push(from === 0 ? result : part(result, from, result.Values.length, "Complete"));
    room -= left;
  }
  return { page };
}

const part = (result: FullResult, from: number, to: number, statusCode: string): MetricDataResult => ({
  ...result,
  Timestamps: result.Timestamps.subarray(from, to),
  Values: result.Values.subarray(from, to),
  StatusCode: statusCode,
});

/** The first index whose timestamp lies beyond `after` in the direction of the column. */
function indexAfter(timestamps: Float64Array, after: number): number {
  const descending = timestamps.length > 1 && (timestamps[0] as number) > (timestamps[1] as number);
  const index = timestamps.findIndex((timestamp) => (descending ? timestamp < after : timestamp > after));
  return index < 0 ? timestamps.length : index;
}
