/**
 * The error table of the XKS Proxy API specification ("Error codes"), as data: which name goes with which HTTP status, which
 * operations may answer it, and the sentence for an administrator. The server answers by it, the client and the checks judge by it.
 */
import type { XksOperation } from "../model/xks-operation.ts";

interface XksErrorDefinition {
  readonly status: number;
  /** Completes "The request was rejected because …". */
  readonly because: string;
  readonly operations: readonly XksOperation[];
}

const all: readonly XksOperation[] = ["GetKeyMetadata", "Encrypt", "Decrypt", "GetHealthStatus"];
const allOnKeys: readonly XksOperation[] = ["GetKeyMetadata", "Encrypt", "Decrypt"];

export const xksErrors = {
  ValidationException: { status: 400, because: "an input parameter is invalid", operations: allOnKeys },
  InvalidStateException: { status: 400, because: "the external key or the key store is disabled, deactivated or blocked", operations: all },
  InvalidCiphertextException: {
    status: 400,
    because: "the ciphertext, initialization vector, additional authenticated data or authentication tag is corrupted, missing or invalid",
    operations: ["Decrypt"],
  },
  InvalidKeyUsageException: { status: 400, because: "the external key does not support the operation", operations: ["Encrypt", "Decrypt"] },
  AuthenticationFailedException: { status: 401, because: "its AWS SigV4 signature is missing or invalid", operations: all },
  AccessDeniedException: { status: 403, because: "its request metadata does not authorize the operation", operations: allOnKeys },
  KeyNotFoundException: { status: 404, because: "there is no such external key", operations: allOnKeys },
  InvalidUriPathException: { status: 404, because: "its URI path is not valid", operations: all },
  ThrottlingException: { status: 429, because: "the request rate is too high", operations: all },
  InternalException: { status: 500, because: "the proxy or the external key manager failed", operations: all },
  UnsupportedOperationException: {
    status: 501,
    because: "the operation is not implemented, or a parameter is larger than this proxy supports",
    operations: all,
  },
  DependencyTimeoutException: { status: 503, because: "the external key manager did not answer in time", operations: all },
} as const satisfies Record<string, XksErrorDefinition>;

/** An errorName of the specification. */
export type XksErrorName = keyof typeof xksErrors;
export const xksErrorNames = Object.keys(xksErrors) as readonly XksErrorName[];

export const isXksErrorName = (name: string): name is XksErrorName => Object.hasOwn(xksErrors, name);

/** The most characters of an errorMessage. */
export const maximumMessageLength = 511;

/** Cuts a message to what the specification allows: printable ASCII (0x20–0x7E), fewer than 512 characters. Anything else becomes "?". */
export function printableMessage(message: string): string {
  return message.replace(/[^\u0020-\u007e]/gu, "?").slice(0, maximumMessageLength);
}

/** What an XKS proxy answers instead of a result. Key managers and the server throw it; it becomes the error body. */
export class XksProxyError extends Error {
  readonly errorName: XksErrorName;

  /** @param message what is wrong with this request; must not hold plaintexts or secrets. By default the table's sentence. */
  constructor(errorName: XksErrorName, message?: string, options?: ErrorOptions) {
    super(message ?? `The request was rejected because ${xksErrors[errorName].because}.`, options);
    this.name = "XksProxyError";
    this.errorName = errorName;
  }

  get status(): number {
    return xksErrors[this.errorName].status;
  }
}
