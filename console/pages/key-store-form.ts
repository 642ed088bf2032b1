/** The form of an external key store: its fields, their rules, the proxy configuration file, and the calls they make. */
import type { CustomKeyStore } from "../kms-shapes.ts";

export interface KeyStoreFields {
  readonly name: string;
  readonly connectivity: "PUBLIC_ENDPOINT" | "VPC_ENDPOINT_SERVICE";
  readonly vpcEndpointServiceName: string;
  readonly uriEndpoint: string;
  /** What stands before `/kms/xks/v1`; empty is allowed. */
  readonly pathPrefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const pathSuffix = "/kms/xks/v1";
/** The largest proxy configuration file, bytes. */
const largestFile = 65_536;

export const emptyFields: KeyStoreFields = {
  name: "",
  connectivity: "PUBLIC_ENDPOINT",
  vpcEndpointServiceName: "",
  uriEndpoint: "https://",
  pathPrefix: "",
  accessKeyId: "",
  secretAccessKey: "",
};

/** The fields as a key store has them now; the secret is never told. */
export function fieldsOf(store: CustomKeyStore): KeyStoreFields {
  const proxy = store.XksProxyConfiguration;
  return {
    name: store.CustomKeyStoreName,
    connectivity: proxy?.Connectivity ?? "PUBLIC_ENDPOINT",
    vpcEndpointServiceName: proxy?.VpcEndpointServiceName ?? "",
    uriEndpoint: proxy?.UriEndpoint ?? "",
    pathPrefix: prefixOf(proxy?.UriPath ?? ""),
    accessKeyId: proxy?.AccessKeyId ?? "",
    secretAccessKey: "",
  };
}

function prefixOf(path: string): string {
  return path.endsWith(pathSuffix) ? path.slice(0, -pathSuffix.length) : path;
}

export type FieldProblems = Partial<Record<keyof KeyStoreFields, string>>;

/**
 * What is wrong, by field.
 * @param editing the key store's own fields when it is edited: both parts of the credential are then optional, but together
 */
export function problemsOf(fields: KeyStoreFields, editing?: KeyStoreFields): FieldProblems {
  const problems: FieldProblems = {};
  if (fields.name.trim() === "") problems.name = "Enter a name.";
  else if (fields.name.length > 256) problems.name = "A name has at most 256 characters.";
  if (!/^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?$/.test(fields.uriEndpoint) || fields.uriEndpoint.length < 10) {
    problems.uriEndpoint = "Enter https:// and the host's name, without a path; a port may follow.";
  } else if (fields.uriEndpoint.length > 128) problems.uriEndpoint = "An endpoint has at most 128 characters.";
  if (fields.pathPrefix !== "" && !/^\/[A-Za-z0-9/_-]+$/.test(fields.pathPrefix)) {
    problems.pathPrefix = "A prefix begins with / and holds letters, digits, /, _ and - only.";
  } else if (fields.pathPrefix.endsWith("/")) problems.pathPrefix = "A prefix does not end in /.";
  else if ((fields.pathPrefix + pathSuffix).length > 128) problems.pathPrefix = "The whole path has at most 128 characters.";
  if (
    fields.connectivity === "VPC_ENDPOINT_SERVICE" &&
    !/^com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-z]+$/.test(fields.vpcEndpointServiceName)
  ) {
    problems.vpcEndpointServiceName = "A name looks like com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0.";
  }
  const credentialIsKept = editing !== undefined && fields.secretAccessKey === "" && fields.accessKeyId === editing.accessKeyId;
  if (!credentialIsKept) {
    if (!/^[A-Z2-7]{20,30}$/.test(fields.accessKeyId)) problems.accessKeyId = "An access key ID has 20 to 30 characters of A–Z and 2–7.";
    if (!/^[A-Za-z0-9/+=]{43,64}$/.test(fields.secretAccessKey)) {
      problems.secretAccessKey = "A secret has 43 to 64 characters of A–Z, a–z, 0–9, /, + and =. Both parts are entered together.";
    }
  }
  return problems;
}

/** Fields from a proxy configuration file; a sentence that names the part where it cannot be used. Never quotes the secret. */
export function readConfigurationFile(text: string, bytes: number): Partial<KeyStoreFields> | string {
  if (bytes > largestFile) return "The file is larger than 64 KB.";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "The file is not JSON.";
  }
  const file = value as {
    readonly XksProxyUriPath?: unknown;
    readonly XksProxyAuthenticationCredential?: { readonly AccessKeyId?: unknown; readonly RawSecretAccessKey?: unknown };
  } | null;
  if (typeof file !== "object" || file === null) return "The file is not a JSON object.";
  const path = file.XksProxyUriPath;
  const credential = file.XksProxyAuthenticationCredential;
  if (typeof path !== "string") return "The file has no XksProxyUriPath.";
  if (!path.endsWith(pathSuffix)) return `The file's XksProxyUriPath does not end in ${pathSuffix}.`;
  if (typeof credential?.AccessKeyId !== "string") return "The file has no XksProxyAuthenticationCredential.AccessKeyId.";
  if (typeof credential.RawSecretAccessKey !== "string") return "The file has no XksProxyAuthenticationCredential.RawSecretAccessKey.";
  return { pathPrefix: prefixOf(path), accessKeyId: credential.AccessKeyId, secretAccessKey: credential.RawSecretAccessKey };
}

/** The input of CreateCustomKeyStore. */
export function createInput(fields: KeyStoreFields): object {
  return {
    CustomKeyStoreName: fields.name,
    CustomKeyStoreType: "EXTERNAL_KEY_STORE",
    XksProxyConnectivity: fields.connectivity,
    XksProxyUriEndpoint: fields.uriEndpoint,
    XksProxyUriPath: fields.pathPrefix + pathSuffix,
    XksProxyAuthenticationCredential: { AccessKeyId: fields.accessKeyId, RawSecretAccessKey: fields.secretAccessKey },
    ...(fields.connectivity === "VPC_ENDPOINT_SERVICE" && { XksProxyVpcEndpointServiceName: fields.vpcEndpointServiceName }),
  };
}

/** The members of UpdateCustomKeyStore that change, and the words for them. */
export function updateInput(
  fields: KeyStoreFields,
  before: KeyStoreFields,
): { readonly input: Readonly<Record<string, unknown>>; readonly changes: readonly string[] } {
  const input: Record<string, unknown> = {};
  const changes: string[] = [];
  const change = (isChanged: boolean, word: string, members: Record<string, unknown>): void => {
    if (!isChanged) return;
    changes.push(word);
    Object.assign(input, members);
  };
  change(fields.name !== before.name, "name", { NewCustomKeyStoreName: fields.name });
  change(fields.connectivity !== before.connectivity, "proxy connectivity", { XksProxyConnectivity: fields.connectivity });
  change(fields.uriEndpoint !== before.uriEndpoint, "proxy URI endpoint", { XksProxyUriEndpoint: fields.uriEndpoint });
  change(fields.pathPrefix !== before.pathPrefix, "proxy URI path", { XksProxyUriPath: fields.pathPrefix + pathSuffix });
  change(
    fields.connectivity === "VPC_ENDPOINT_SERVICE" && fields.vpcEndpointServiceName !== before.vpcEndpointServiceName,
    "VPC endpoint service name",
    { XksProxyVpcEndpointServiceName: fields.vpcEndpointServiceName },
  );
  change(fields.secretAccessKey !== "", "proxy credential", {
    XksProxyAuthenticationCredential: { AccessKeyId: fields.accessKeyId, RawSecretAccessKey: fields.secretAccessKey },
  });
  return { input, changes };
}
