/**
 * Exceptions of the KMS API that no answer of a proxy stands behind: what they mean around external key stores. Source: the
 * KMS API reference and the Developer Guide's troubleshooting of external key stores, in own words.
 */
import type { Explanation } from "../../model/xks-failures.ts";

const kmsSide = (cause: string, remedy: string): Explanation => ({ owner: "KMS side", cause, remedy });
const externalKey = (cause: string, remedy: string): Explanation => ({ owner: "external key", cause, remedy });

export const kmsExceptions: Readonly<Record<string, Explanation>> = {
  AccessDeniedException: kmsSide(
    "The caller may not do this: the access key's role, the key policy and the grants do not allow the operation.",
    "Allow the operation in the key policy or by a grant, or use an access key with another role.",
  ),
  AlreadyExistsException: kmsSide("The alias or name exists already.", "Choose another name, or update the one that exists."),
  CustomKeyStoreHasCMKsException: kmsSide(
    "The key store still holds KMS keys, also ones that wait for their deletion.",
    "Schedule the deletion of its KMS keys and wait until it is done, then delete the key store.",
  ),
  CustomKeyStoreInvalidStateException: kmsSide(
    "The key store's connection state does not allow the operation.",
    "Creating a key needs CONNECTED; connecting, deleting and changing endpoint or connectivity need DISCONNECTED. A FAILED key store must be disconnected first.",
  ),
  CustomKeyStoreNameInUseException: kmsSide("Another key store has this name.", "Choose another name."),
  CustomKeyStoreNotFoundException: kmsSide(
    "There is no key store with this id or name in this account and Region.",
    "List them with DescribeCustomKeyStores and check the Region that the client uses.",
  ),
  DisabledException: kmsSide("The KMS key is disabled.", "Enable it with EnableKey; keys whose deletion was cancelled come back disabled."),
  DryRunOperationException: kmsSide(
    "The request would have succeeded; DryRun kept it from being carried out.",
    "Leave DryRun out to carry it out.",
  ),
  ExpiredTokenException: kmsSide(
    "The client's credentials have expired.",
    "Get new credentials; `xkswatch env` prints those of an access key of this service.",
  ),
  IncorrectKeyException: kmsSide(
    "The ciphertext was encrypted under another KMS key than the one named in the request.",
    "Name the KMS key that encrypted it, or leave KeyId out of Decrypt.",
  ),
  IncompleteSignatureException: kmsSide(
    "The Authorization header is not a complete SigV4 signature.",
    "Let an AWS SDK sign the request, and keep proxies in between from changing headers.",
  ),
  InvalidCiphertextException: kmsSide(
    "The ciphertext blob's envelope is not one of this service: it was cut, extended, altered or comes from elsewhere. It never reached the proxy.",
    "Check that the blob is stored and read as bytes, unchanged, and that it was encrypted here.",
  ),
  InvalidKeyUsageException: kmsSide(
    "Keys in an external key store are symmetric encryption keys; the operation is for another usage.",
    "Use the key for Encrypt, Decrypt, ReEncrypt and data keys only.",
  ),
  InvalidSignatureException: kmsSide(
    "The request's signature does not match: a wrong secret, a changed header or body, or a clock more than five minutes off.",
    "Check the secret access key (`xkswatch env`), the client's clock, and that nothing between changes the request.",
  ),
  KMSInvalidStateException: kmsSide(
    "The key's state or its key store's state does not allow the operation, or the XKS proxy failed the call: the message says which.",
    "Explain the message that came with it, or the request id.",
  ),
  KMSInternalException: kmsSide(
    "The KMS side failed by itself. Real KMS was also seen to use it for time-outs and failed communication with a proxy: the message says so then.",
    "Retry. If it stays, explain the message or the request id, and look at the service's log.",
  ),
  LimitExceededException: kmsSide("A resource quota is used up.", "Delete what is no longer needed."),
  MalformedPolicyDocumentException: kmsSide(
    "The key policy is not valid, or uses what this service does not enforce.",
    "Keep to the documented subset of key policies; the message names the part.",
  ),
  MissingAuthenticationTokenException: kmsSide("The request is not signed.", 'Give the client credentials: `eval "$(xkswatch env)"`.'),
  NotFoundException: kmsSide(
    "There is no such key or alias in this account and Region, or the key id is malformed.",
    "Check id, alias (with its prefix alias/) and the Region in the ARN.",
  ),
  ThrottlingException: kmsSide(
    "The key store's own quota of requests a second was used up: the request never reached the proxy and counts in ExternalKeyStoreThrottle.",
    "Lower the request rate, cache data keys, or raise the key store's request quota if the XKS proxy can take more.",
  ),
  UnrecognizedClientException: kmsSide(
    "There is no access key with this id.",
    "Use an access key of this service: `xkswatch access-keys list`, `xkswatch env`.",
  ),
  UnsupportedOperationException: kmsSide(
    "The operation does not exist for keys in an external key store, such as asymmetric data key pairs or rotation by KMS.",
    "Use another operation; rotate the external key's material in the external key manager instead.",
  ),
  ValidationException: kmsSide("The request breaks a constraint of the API.", "Correct the member that the message names."),
  XksKeyAlreadyInUseException: kmsSide(
    "Another KMS key in this key store stands for the same external key.",
    "Use that KMS key, or name another external key.",
  ),
  XksKeyInvalidConfigurationException: externalKey(
    "The external key cannot back a KMS key: it must be AES_256, ENABLED, and usable for ENCRYPT and DECRYPT.",
    "Correct the external key in the external key manager, or name another one.",
  ),
  XksKeyNotFoundException: externalKey(
    "The external key manager has no key with this id.",
    "Create the external key first, or correct XksKeyId.",
  ),
  XksProxyUriEndpointInUseException: kmsSide(
    "Another external key store uses this endpoint, and with VPC endpoint service connectivity it cannot be shared.",
    "Use another endpoint.",
  ),
  XksProxyUriInUseException: kmsSide(
    "Another external key store has this combination of endpoint and URI path.",
    "Give each key store a path prefix of its own on the XKS proxy.",
  ),
  XksProxyVpcEndpointServiceInUseException: kmsSide(
    "Another external key store uses this VPC endpoint service.",
    "Use another VPC endpoint service.",
  ),
  XksProxyVpcEndpointServiceInvalidConfigurationException: {
    owner: "network",
    cause: "The VPC endpoint service does not fulfil what an external key store needs.",
    remedy: "Correct the VPC endpoint service's configuration.",
  },
  XksProxyVpcEndpointServiceNotFoundException: kmsSide(
    "No VPC endpoint service goes by this name.",
    "Correct the name, or add it to this service's configuration.",
  ),
};
