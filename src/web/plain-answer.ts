/** Answers of the plain HTTP doors (login, files): JSON, and refusals in the form that AWS JSON errors have. */
import type { ApiResponse } from "../lib/door.ts";

/** A JSON answer that nobody may keep. */
export function jsonAnswer(status: number, body: unknown, headers: ApiResponse["headers"] = {}): ApiResponse {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal: `{"__type": code, "message": …}`. */
export function refusal(status: number, code: string, message: string, headers?: ApiResponse["headers"]): ApiResponse {
  return jsonAnswer(status, { __type: code, message }, headers);
}
