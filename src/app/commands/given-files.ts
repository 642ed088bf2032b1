/** Files that options name: read and written with errors that name the option. */
import { readFileSync, writeFileSync } from "node:fs";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError */
export function readGiven(flag: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`--${flag} ${path}: cannot be read; name an existing file`);
  }
}

/** @throws UsageError */
export function writeGiven(flag: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch {
    throw new UsageError(`--${flag} ${path}: cannot be written; name another file`);
  }
}

/** What a proxy configuration file, as the AWS console takes it, says of a proxy. */
export interface ProxyFile {
  readonly uriPath: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** @throws UsageError */
export function readProxyFile(flag: string, path: string): ProxyFile {
  let file: { XksProxyUriPath?: unknown; XksProxyAuthenticationCredential?: { AccessKeyId?: unknown; RawSecretAccessKey?: unknown } };
  try {
    file = JSON.parse(readGiven(flag, path)) as typeof file;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--${flag} ${path}: is not JSON; \`xkswatch proxy config-file\` shows the form`);
  }
  const { AccessKeyId: accessKeyId, RawSecretAccessKey: secretAccessKey } = file.XksProxyAuthenticationCredential ?? {};
  const { XksProxyUriPath: uriPath } = file;
  if (typeof uriPath !== "string" || typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") {
    throw new UsageError(
      `--${flag} ${path}: lacks XksProxyUriPath, AccessKeyId or RawSecretAccessKey; \`xkswatch proxy config-file\` shows the form`,
    );
  }
  return { uriPath, accessKeyId, secretAccessKey };
}
