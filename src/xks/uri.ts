/**
 * Addresses and credentials of the XKS Proxy API: what each may look like, said once, and the paths of the operations.
 * Limits are the specification's and those of the KMS API's CreateCustomKeyStore.
 */

/** A rule for a text: its pattern, and what to tell who breaks it. */
export interface TextRule {
  readonly pattern: RegExp;
  /** Completes "… must be": e.g. "20 to 30 of A–Z and 2–7". */
  readonly form: string;
}

/** `https://host[:port]`: a name of up to 128 characters in all, no path, no trailing slash, no user. */
export const uriEndpointRule: TextRule = {
  pattern:
    /^(?=.{10,128}$)https:\/\/(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/,
  form: "https:// and a host name with an optional port, 10 to 128 characters, without a path",
};

/** The end of every XksProxyUriPath. */
export const uriPathEnd = "/kms/xks/v1";
export const uriPathRule: TextRule = {
  pattern: /^(?=.{11,128}$)(?:\/[A-Za-z0-9_-]+)*\/kms\/xks\/v1$/,
  form: "at most 128 of A–Z, a–z, 0–9, /, _ and -, beginning with / and ending in /kms/xks/v1",
};

export const externalKeyIdRule: TextRule = {
  pattern: /^[A-Za-z0-9._-]{1,128}$/,
  form: "1 to 128 of A–Z, a–z, 0–9, ., _ and -",
};

export const accessKeyIdRule: TextRule = { pattern: /^[A-Z2-7]{20,30}$/, form: "20 to 30 of A–Z and 2–7" };

/** Its value is a secret: rules are told, values never. */
export const secretAccessKeyRule: TextRule = { pattern: /^[A-Za-z0-9/+=]{43,64}$/, form: "43 to 64 of A–Z, a–z, 0–9, /, + and =" };

/** The most characters of a whole URI of an operation, `https://` included. */
export const maximumUriLength = 256;

export const isUriEndpoint = (text: string): boolean => uriEndpointRule.pattern.test(text) && URL.canParse(text);
export const isUriPath = (text: string): boolean => uriPathRule.pattern.test(text);
export const isExternalKeyId = (text: string): boolean => externalKeyIdRule.pattern.test(text);
export const isAccessKeyId = (text: string): boolean => accessKeyIdRule.pattern.test(text);
export const isSecretAccessKey = (text: string): boolean => secretAccessKeyRule.pattern.test(text);

/** `<uriPath>/keys/<externalKeyId><suffix>`, e.g. with the suffix `/encrypt`. The characters allowed in an id need no escaping. */
export function keyOperationPath(uriPath: string, externalKeyId: string, suffix: string): string {
  return `${uriPath}/keys/${externalKeyId}${suffix}`;
}

/** `<uriPath>/health`. */
export function healthPath(uriPath: string): string {
  return `${uriPath}/health`;
}

/** The path prefix of a uriPath: `/demo` of `/demo/kms/xks/v1`, empty where there is none. */
export function pathPrefixOf(uriPath: string): string {
  return uriPath.slice(0, -uriPathEnd.length);
}
