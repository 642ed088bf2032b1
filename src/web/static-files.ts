/**
 * The console's files as a door: the built folder is read into memory at the first request, so what is served is what lay
 * there and no path can lead out of it. Unknown paths without a dot are pages of the console: they get `index.html`.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type ApiRequest, type ApiResponse, type Door, header } from "../lib/door.ts";
import { refusal } from "./plain-answer.ts";

/** The console needs no more than its own files, and its data from where it came; nothing may frame it or run in it. */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const securityHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};
const compressible = /^(?:text\/|application\/json|image\/svg)/;
/** Below this compressing costs more than it saves. */
const compressedFrom = 1024;

interface File {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string;
  /** Made at the first request that wants it. */
  compressed?: Promise<Buffer>;
}

/** A door over a built console, e.g. `dist/console`. */
export function createStaticFiles(root: string): Door {
  let loaded: Promise<ReadonlyMap<string, File>> | undefined;
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return refusal(405, "MethodNotAllowed", "Use GET.", { allow: "GET, HEAD" });
    loaded ??= loadFiles(root);
    const files = await loaded;
    // A console that was not built yet is looked for again at the next request.
    if (files.size === 0) loaded = undefined;
    const [path = "/"] = request.path.split(/[?#]/, 1);
    const file = files.get(path) ?? (path.includes(".") ? undefined : files.get("/index.html"));
    if (file) return answerWith(file, request);
    return files.size === 0
      ? refusal(503, "ConsoleNotBuilt", "The console is not built. Run: npm run build", securityHeaders)
      : refusal(404, "NotFound", "There is no such file.", securityHeaders);
  };
}

async function answerWith(file: File, { method, headers }: ApiRequest): Promise<ApiResponse> {
  const answer: ApiResponse["headers"] = {
    ...securityHeaders,
    "content-type": file.contentType,
    "cache-control": file.cacheControl,
    etag: file.etag,
    vary: "accept-encoding",
  };
  if ((header(headers, "if-none-match") ?? "").split(",").some((tag) => tag.trim() === file.etag))
    return { status: 304, headers: answer, body: "" };
  let body = file.bytes;
  if (body.length >= compressedFrom && compressible.test(file.contentType) && acceptsGzip(header(headers, "accept-encoding"))) {
    file.compressed ??= promisify(gzip)(file.bytes, { level: 9 });
    body = await file.compressed;
    answer["content-encoding"] = "gzip";
  }
  answer["content-length"] = String(body.length);
  return { status: 200, headers: answer, body: method === "HEAD" ? "" : body };
}

function acceptsGzip(accepted = ""): boolean {
  return accepted.split(",").some((part) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0+)?\s*$).*)?$/i.test(part));
}

/** All files under a folder by their path in addresses; none where there is no folder. */
async function loadFiles(root: string): Promise<ReadonlyMap<string, File>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, File>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = `/${relative(root, path).split(sep).join("/")}`;
    const bytes = await readFile(path);
    files.set(address, {
      bytes,
      contentType: contentTypes[extname(path)] ?? "application/octet-stream",
      // Weak: the same for the compressed form.
      etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
      // The build puts a hash of the content into the names of what lies in assets/.
      cacheControl: address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
  }
  return files;
}
