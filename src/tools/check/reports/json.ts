/** The report for programs. Evidence is in it: requests with their signatures masked, answers cut. */
import type { Exchange } from "../exchange.ts";
import type { CheckReport } from "../run-checks.ts";

const shownCharacters = 2000;

export function jsonReport({ outcomes, at, ...report }: CheckReport): string {
  const checks = outcomes.map(({ check: { run: _run, ...check }, finding, durationMs, evidence, connectionErrorCode }) => ({
    ...check,
    // Of the check's own code it is told what it would be; of a failure, what it is.
    ...(connectionErrorCode && { connectionErrorCode }),
    ...finding,
    durationMs,
    evidence: evidence.map(shown),
  }));
  return `${JSON.stringify({ ...report, at: new Date(at).toISOString(), checks }, undefined, 2)}\n`;
}

/** An exchange as reports show it. */
export function shown({ request, answer, failure, durationMs }: Exchange): object {
  return {
    request: { ...request, body: cut(request.body) },
    ...(answer && { answer: { status: answer.status, headers: answer.headers, body: cut(answer.body) } }),
    ...(failure !== undefined && { failure }),
    durationMs,
  };
}

export const cut = (text: string): string =>
  text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}… (${text.length} characters)`;
