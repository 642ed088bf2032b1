/**
 * The error shapes of the KMS API (service model 2014-11-01) and the HTTP status each goes out with. The model's smithy
 * form names 404 and 409 for some of them; the real service answers 400 to everything that is the client's doing.
 */
import { ApiError } from "../aws/api-error.ts";

export const kmsErrorStatus = {
  AccessDeniedException: 400,
  AlreadyExistsException: 400,
  CloudHsmClusterInUseException: 400,
  CloudHsmClusterInvalidConfigurationException: 400,
  CloudHsmClusterNotActiveException: 400,
  CloudHsmClusterNotFoundException: 400,
  CloudHsmClusterNotRelatedException: 400,
  ConflictException: 400,
  CustomKeyStoreHasCMKsException: 400,
  CustomKeyStoreInvalidStateException: 400,
  CustomKeyStoreNameInUseException: 400,
  CustomKeyStoreNotFoundException: 400,
  DependencyTimeoutException: 503,
  DisabledException: 400,
  DryRunOperationException: 400,
  ExpiredImportTokenException: 400,
  IncorrectKeyException: 400,
  IncorrectKeyMaterialException: 400,
  IncorrectTrustAnchorException: 400,
  InvalidAliasNameException: 400,
  InvalidArnException: 400,
  InvalidCiphertextException: 400,
  InvalidGrantIdException: 400,
  InvalidGrantTokenException: 400,
  InvalidImportTokenException: 400,
  InvalidKeyUsageException: 400,
  InvalidMarkerException: 400,
  KMSInternalException: 500,
  KMSInvalidMacException: 400,
  KMSInvalidSignatureException: 400,
  KMSInvalidStateException: 400,
  KeyUnavailableException: 500,
  LimitExceededException: 400,
  MalformedPolicyDocumentException: 400,
  /** Not a shape of the model: what the service says to aliases under `alias/aws/`. */
  NotAuthorizedException: 400,
  NotFoundException: 400,
  TagException: 400,
  /** Not a shape of the model: what every AWS service says when its request quota is used up. */
  ThrottlingException: 400,
  UnsupportedOperationException: 400,
  /** Not a shape of the model: what every AWS service says to input that breaks a constraint. */
  ValidationException: 400,
  XksKeyAlreadyInUseException: 400,
  XksKeyInvalidConfigurationException: 400,
  /** Not a shape of the model either; the guide's table of exceptions names it for CreateKey. */
  XksKeyInvalidResponseException: 400,
  XksKeyNotFoundException: 400,
  XksProxyIncorrectAuthenticationCredentialException: 400,
  XksProxyInvalidConfigurationException: 400,
  XksProxyInvalidResponseException: 400,
  XksProxyUriEndpointInUseException: 400,
  XksProxyUriInUseException: 400,
  XksProxyUriUnreachableException: 400,
  XksProxyVpcEndpointServiceInUseException: 400,
  XksProxyVpcEndpointServiceInvalidConfigurationException: 400,
  XksProxyVpcEndpointServiceNotFoundException: 400,
} as const;

export type KmsErrorName = keyof typeof kmsErrorStatus;

/** An error of the KMS API, to be thrown. `message` may be empty, as real KMS has it in places. */
export function kmsError(name: KmsErrorName, message: string): ApiError {
  return new ApiError({ code: name, message, status: kmsErrorStatus[name] });
}
