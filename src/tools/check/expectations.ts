/** What checks expect of answers, and how they say what came instead. */
import type { Schema, StructureSchema } from "../../lib/schema.ts";
import { type XksErrorName, xksErrors } from "../../xks/errors.ts";
import { readBody, WireError } from "../../xks/wire.ts";
import { type Finding, fail, pass } from "./check.ts";
import type { Exchange } from "./exchange.ts";

/** Reads a successful answer, or says why it is none. */
export function success<T>(exchange: Exchange, answer: Schema<T> & StructureSchema): { readonly value: T } | Finding {
  if (!exchange.answer) return fail(exchange.failure ?? "no answer");
  if (exchange.answer.status !== 200) return fail(`expected 200, got ${told(exchange)}`);
  try {
    return { value: readBody(answer, exchange.answer.bytes) };
  } catch (error) {
    if (error instanceof WireError) return fail(`the answer is malformed: ${error.message}`);
    throw error;
  }
}

/** A successful answer, nothing more. */
export function expectSuccess(exchange: Exchange, answer: Schema & StructureSchema): Finding {
  const read = success(exchange, answer);
  return "value" in read ? pass(`200 in ${Math.round(exchange.durationMs)} ms`) : read;
}

/** One of these errors, with the status of the specification's table. */
export function expectError(exchange: Exchange, ...names: readonly XksErrorName[]): Finding {
  const name = errorNameOf(exchange);
  const known = names.find((one) => one === name);
  if (known && exchange.answer?.status === xksErrors[known].status) return pass(told(exchange));
  return fail(`expected ${names.map((one) => `${xksErrors[one].status} ${one}`).join(" or ")}, got ${told(exchange)}`);
}

export function errorNameOf(exchange: Exchange): string | undefined {
  const body = jsonOf(exchange);
  return typeof body?.errorName === "string" ? body.errorName : undefined;
}

export function jsonOf(exchange: Exchange): Record<string, unknown> | undefined {
  try {
    const body = JSON.parse(exchange.answer?.body ?? "") as unknown;
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What came, in short. */
export function told(exchange: Exchange): string {
  if (!exchange.answer) return exchange.failure ?? "no answer";
  const name = errorNameOf(exchange);
  return `${exchange.answer.status}${name === undefined ? (jsonOf(exchange) ? "" : " without JSON") : ` ${name}`}`;
}
