/**
 * The local administrator: whoever may open the data folder's admin socket, or the folder itself where nothing serves from it,
 * may do everything. The short commands work through it (as-local-administrator).
 */
import { request } from "node:http";
import type { ApiResponse, Door } from "../lib/door.ts";

export interface LocalAdministrator {
  /**
   * Calls an operation, e.g. `call("TrentService.CreateAlias", {…})`.
   * @throws LocalCallError with the API's error code and message
   */
  call<Output>(target: string, input: unknown): Promise<Output>;
}

/** An operation's own error. */
export class LocalCallError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message === "" ? code : `${code}: ${message}`);
    this.code = code;
  }
}

/** Through the admin socket of a running management plane. */
export function overSocket(socketPath: string): LocalAdministrator {
  return through(async (target, body) => {
    const { status, text } = await post(socketPath, target, body);
    return { status, headers: {}, body: text };
  });
}

/** Through a door that answers as the local administrator, in this process. */
export const throughDoor = (door: Door): LocalAdministrator =>
  through((target, body) =>
    door({
      method: "POST",
      path: "/",
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" },
      body: Buffer.from(body),
      remoteAddress: "",
    }),
  );

function through(answer: (target: string, body: string) => Promise<ApiResponse>): LocalAdministrator {
  return {
    async call<Output>(target: string, input: unknown): Promise<Output> {
      const { status, body } = await answer(target, JSON.stringify(input));
      const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
      const document = (text === "" ? {} : JSON.parse(text)) as { __type?: string; message?: string };
      if (status !== 200) {
        throw new LocalCallError((document.__type ?? `status ${status}`).replace(/^.*#/, ""), document.message ?? "");
      }
      return document as Output;
    },
  };
}

async function post(socketPath: string, target: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath,
        method: "POST",
        path: "/",
        headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.1", "content-length": Buffer.byteLength(body) },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }));
        answer.on("error", reject);
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}
