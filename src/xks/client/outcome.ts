/** From how a call ended to what its caller gets: a value, or an XksError under the name that is recorded. */
import { timeOutRowOf } from "../../model/xks-failures.ts";
import { XksError } from "../calls.ts";
import { MalformedAnswer, Refusal } from "./answers.ts";
import type { CallEnd } from "./attempts.ts";
import type { HttpAnswer } from "./http-answer.ts";

export type Outcome<T> = { readonly value: T; readonly error?: undefined } | { readonly error: XksError };

/** @param read throws MalformedAnswer or Refusal */
export function outcomeOf<T>(end: CallEnd, read: (answer: HttpAnswer, end: CallEnd) => T): Outcome<T> {
  const { answer, failure, malformed, certificate } = end;
  if (failure) {
    const { reason } = timeOutRowOf(failure.end);
    const recorded = { exceptionName: "XksProxyUnreachableException" as const, ...(reason && { reason }), detail: failure.detail };
    return { error: new XksError(recorded, reason, certificate) };
  }
  if (!answer) return { error: validationError(malformed ?? "no answer", end) };
  try {
    return { value: read(answer, end) };
  } catch (error) {
    if (error instanceof Refusal) {
      const message = error.proxyMessage === undefined ? undefined : { proxyMessage: error.proxyMessage };
      const recorded = { exceptionName: error.errorName, detail: error.message, httpStatus: answer.status, ...message };
      return { error: new XksError(recorded, undefined, certificate) };
    }
    // Nothing is thrown into the socket's callbacks: whatever else stops the reading is the answer's fault.
    return { error: validationError(error instanceof MalformedAnswer ? error.message : "the answer could not be read", end) };
  }
}

/** A malformed answer is recorded under this name. */
function validationError(detail: string, { answer, certificate }: CallEnd): XksError {
  const status = answer ? { httpStatus: answer.status } : undefined;
  return new XksError({ exceptionName: "ValidationException", detail, ...status }, undefined, certificate);
}
