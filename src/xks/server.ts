/**
 * The server side of the XKS Proxy API as a door: routes a request to a key store by its path, verifies its signature, reads
 * and checks its body, asks the key store's backend and writes the answer. It knows neither sockets nor keys.
 */
import type { Clock } from "../lib/clock.ts";
import { type ApiRequest, type ApiResponse, type Door, header } from "../lib/door.ts";
import { SigningKeys } from "../lib/sigv4.ts";
import type { XksOperation } from "../model/xks-operation.ts";
import { type XksErrorName, XksProxyError } from "./errors.ts";
import { answer, errorAnswer, methodNotAllowed } from "./server/answers.ts";
import { authenticate } from "./server/authenticate.ts";
import type { RequestMetadata, ServedKeyStore } from "./server/backend.ts";
import { readings } from "./server/operations.ts";
import { type Route, routeOf } from "./server/route.ts";
import { WireError } from "./wire.ts";

/** How one request of the XKS Proxy API ended: for logs, metrics and the audit trail. It holds no plaintext and no secret. */
export interface XksRequestOutcome {
  readonly uriPath: string;
  readonly xksOperation: XksOperation;
  /** Absent for health checks. */
  readonly externalKeyId?: string;
  /** Absent where authentication failed. */
  readonly accessKeyId?: string;
  /** Absent where the body could not be read. */
  readonly metadata?: RequestMetadata;
  readonly durationMs: number;
  readonly remoteAddress: string;
  /** Absent for a success. */
  readonly failure?: { readonly errorName: XksErrorName; readonly message: string; readonly cause?: unknown };
}

export interface XksServerOptions {
  /** The key store under a path, as it is now. */
  readonly keyStore: (uriPath: string) => ServedKeyStore | undefined;
  readonly clock: Clock;
  /** Told of every request of a known path; must not throw. */
  readonly ended?: (outcome: XksRequestOutcome) => void;
}

/** The most bytes of a body; one with the largest of everything that the specification asks for has some 25,000. */
export const maximumBodyBytes = 262_144;

/** Makes the door. Paths that are none of the API's answer InvalidUriPathException. */
export function xksServer(options: XksServerOptions): Door {
  const keys = new SigningKeys();
  return async (request) => {
    const route = routeOf(request.path);
    const keyStore = route && options.keyStore(route.uriPath);
    if (!route || !keyStore) return errorAnswer("InvalidUriPathException", "There is no operation under this path.");
    if (request.method !== "POST") return methodNotAllowed;
    return await serve(request, route, keyStore, keys, options);
  };
}

async function serve(
  request: ApiRequest,
  route: Route,
  keyStore: ServedKeyStore,
  keys: SigningKeys,
  { clock, ended }: XksServerOptions,
): Promise<ApiResponse> {
  const start = clock.monotonic();
  const { operation, externalKeyId, uriPath } = route;
  let accessKeyId: string | undefined;
  let metadata: RequestMetadata | undefined;
  let failure: XksRequestOutcome["failure"];
  let response: ApiResponse;
  try {
    if (request.body.length > maximumBodyBytes) throw tooLarge(request.body.length);
    accessKeyId = authenticate(request, keyStore, clock.now(), keys);
    keyStore.admit();
    checkContentType(request);
    const reading = readings[operation.name](externalKeyId, request.body);
    metadata = reading.metadata;
    response = answer(await reading.run(keyStore.backend));
  } catch (error) {
    failure = failureOf(error);
    response = errorAnswer(failure.errorName, failure.message);
  }
  ended?.({
    uriPath,
    xksOperation: operation.name,
    ...(operation.onKey && { externalKeyId }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(metadata && { metadata }),
    durationMs: clock.monotonic() - start,
    remoteAddress: request.remoteAddress,
    ...(failure && { failure }),
  });
  return response;
}

function failureOf(error: unknown): NonNullable<XksRequestOutcome["failure"]> {
  if (error instanceof XksProxyError) {
    return { errorName: error.errorName, message: error.message, ...(error.cause !== undefined && { cause: error.cause }) };
  }
  if (error instanceof WireError) return { errorName: "ValidationException", message: error.message };
  // What went wrong inside is for the log alone.
  return { errorName: "InternalException", message: new XksProxyError("InternalException").message, cause: error };
}

function checkContentType(request: ApiRequest): void {
  const type = header(request.headers, "content-type");
  if (type === "application/json" || type?.split(";")[0]?.trim().toLowerCase() === "application/json") return;
  throw new XksProxyError("ValidationException", "content-type is not application/json");
}

function tooLarge(bytes: number): XksProxyError {
  return new XksProxyError("UnsupportedOperationException", `The body has ${bytes} bytes, more than ${maximumBodyBytes}.`);
}
