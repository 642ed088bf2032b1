/** Who signed a request of the XKS Proxy API (specification, Authentication and Appendix A): SigV4 for service `kms-xks-proxy`. */
import type { ApiRequest } from "../../lib/door.ts";
import { type SigningKeys, verify } from "../../lib/sigv4.ts";
import { XksProxyError } from "../errors.ts";
import { signingService } from "../operations.ts";
import type { ServedKeyStore } from "./backend.ts";

/** How far the time of a signature may be off. */
export const maximumSkewMs = 5 * 60_000;

/**
 * @returns the access key id
 * @throws XksProxyError AuthenticationFailedException, with what an administrator needs and nothing of the secret
 */
export function authenticate(request: ApiRequest, keyStore: ServedKeyStore, now: number, keys: SigningKeys): string {
  const { method, path, headers, body } = request;
  const secretOf = (accessKeyId: string) => keyStore.secretOf(accessKeyId);
  const result = verify({ method, path, headers, body, services: [signingService], secretOf, now, keys, skewMs: maximumSkewMs });
  if (!result.ok) throw new XksProxyError("AuthenticationFailedException", result.detail);
  // An unsigned date could be moved into the permitted five minutes for ever.
  if (!result.signedHeaders.includes("x-amz-date")) {
    throw new XksProxyError("AuthenticationFailedException", "SignedHeaders must include x-amz-date.");
  }
  return result.accessKeyId;
}
