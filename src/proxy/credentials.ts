/** Fresh credentials of a path prefix, and the AWS console's proxy configuration file that carries them to the KMS side. */
import type { Clock } from "../lib/clock.ts";
import type { ProxyCredentials } from "./configuration.ts";

/** What the AWS console takes as "proxy configuration file"; member names are AWS's. */
export interface ProxyConfigurationFile {
  readonly XksProxyUriPath: string;
  readonly XksProxyAuthenticationCredential: { readonly AccessKeyId: string; readonly RawSecretAccessKey: string };
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An access key id of 26 characters and a secret of 256 bits, as Base64 without its padding: 43 characters. */
export function freshCredentials(clock: Clock): ProxyCredentials {
  const accessKeyId = Array.from(clock.randomBytes(26), (byte) => base32[byte & 31]).join("");
  const secretAccessKey = Buffer.from(clock.randomBytes(32)).toString("base64").replace("=", "");
  return { accessKeyId, secretAccessKey };
}

export function configurationFileOf(uriPath: string, { accessKeyId, secretAccessKey }: ProxyCredentials): ProxyConfigurationFile {
  return {
    XksProxyUriPath: uriPath,
    XksProxyAuthenticationCredential: { AccessKeyId: accessKeyId, RawSecretAccessKey: secretAccessKey },
  };
}
