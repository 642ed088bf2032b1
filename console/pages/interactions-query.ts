/** The interactions page's address: its filter and order, read and written. */
import { xksExceptionNames } from "../../src/model/xks-failures.ts";
import { kmsOperations } from "../../src/model/xks-operation.ts";
import type { TimeRange } from "../graph/time-range.ts";
import { readViewState, writeViewState } from "../url-state.ts";

export interface InteractionsQuery {
  readonly keyStore?: string;
  readonly range: TimeRange;
  /** "None" for successes. */
  readonly exception?: string;
  readonly operation?: string;
  readonly key?: string;
  readonly caller?: string;
  readonly request?: string;
  readonly order: "newest" | "slowest";
}

const texts = ["keyStore", "exception", "operation", "key", "caller", "request"] as const;

/** Reads a query string; what no list knows is left out and told. */
export function readInteractionsQuery(query: string): { readonly query: InteractionsQuery; readonly broken: readonly string[] } {
  const parameters = new URLSearchParams(query);
  const { state, broken } = readViewState(query);
  const problems = [...broken];
  const found: Partial<Record<(typeof texts)[number], string>> = {};
  for (const name of texts) {
    const value = parameters.get(name);
    if (value === null || value === "") continue;
    const isKnown =
      name === "exception"
        ? ["None", ...xksExceptionNames].includes(value)
        : name === "operation"
          ? (kmsOperations as readonly string[]).includes(value)
          : true;
    if (isKnown) found[name] = value;
    else problems.push(name);
  }
  return {
    query: {
      ...found,
      range: state.range ?? { kind: "relative", seconds: 3 * 3600 },
      order: parameters.get("order") === "slowest" ? "slowest" : "newest",
    },
    broken: problems,
  };
}

export function writeInteractionsQuery(query: InteractionsQuery): string {
  const parameters = writeViewState({ range: query.range });
  for (const name of texts) {
    const value = query[name];
    if (value !== undefined && value !== "") parameters.set(name, value);
  }
  if (query.order === "slowest") parameters.set("order", "slowest");
  return `/interactions?${parameters}`;
}

/** The filter as ListInteractions takes it. */
export function listInput(query: InteractionsQuery, now: number, maxResults: number, nextToken: string | undefined): object {
  const [from, to] = query.range.kind === "absolute" ? [query.range.from, query.range.to] : [now - query.range.seconds, now + 1];
  return {
    From: from,
    To: to,
    ...(query.keyStore !== undefined && { KeyStoreId: query.keyStore }),
    ...(query.exception !== undefined && { ExceptionName: query.exception }),
    ...(query.operation !== undefined && { KmsOperation: query.operation }),
    ...(query.key !== undefined && { KmsKeyArn: query.key }),
    ...(query.caller !== undefined && { CallerArn: query.caller }),
    ...(query.request !== undefined && { KmsRequestId: query.request }),
    Order: query.order === "slowest" ? "Slowest" : "Newest",
    MaxResults: maxResults,
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}
