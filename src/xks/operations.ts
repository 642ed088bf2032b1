/**
 * The four operations of the XKS Proxy API (specification 1.0.3): path suffix, request and answer, one entry each. Client,
 * server and checks read them. Sizes are the specification's minimum where a proxy must take at least so much.
 */
import { blob, enumeration, integer, list, required, string, structure } from "../lib/schema.ts";
import type { Infer, Schema, StructureSchema } from "../lib/schema.ts";
import type { XksOperation } from "../model/xks-operation.ts";
import { maximumMetadataBytes } from "./integrity.ts";

/** The service in the scope of every signature (SigV4). */
export const signingService = "kms-xks-proxy";
/** Bytes of plaintext and of ciphertext that every proxy must take. */
export const minimumCryptoBytes = 4300;
/** Bytes of additionalAuthenticatedData that every proxy must take. */
export const minimumAadBytes = 8192;
/** Characters of an ARN that every proxy must take. */
export const maximumArnLength = 2048;
/** Age in ms beyond which a cached deep health check must not be answered. */
export const maximumHealthAgeMs = 60_000;

export const encryptionAlgorithms = ["AES_GCM"] as const;
export const integrityValueAlgorithms = ["SHA_256"] as const;
export const keyStatuses = ["ENABLED", "DISABLED"] as const;
export const healthStatuses = ["ACTIVE", "DEGRADED", "UNAVAILABLE"] as const;
export type KeyStatus = (typeof keyStatuses)[number];
export type HealthStatus = (typeof healthStatuses)[number];

const arn = string({ length: [undefined, maximumArnLength] });
/** kmsOperation and kmsRequestId are opaque: a proxy must accept values it does not know. */
const opaque = string();

const caller = { awsPrincipalArn: required(arn), awsSourceVpc: opaque, awsSourceVpce: opaque };
const request = { kmsOperation: required(opaque), kmsRequestId: required(opaque) };
const keyRequestMetadata = structure("RequestMetadata", {
  ...caller,
  kmsKeyArn: required(arn),
  ...request,
  kmsViaService: opaque,
});

const algorithm = enumeration(encryptionAlgorithms);
const metadata = blob([undefined, maximumMetadataBytes]);
/** 12 or 16 bytes; the range cannot say "not 13 to 15": see `isInitializationVectorLength`. */
const initializationVector = blob([12, 16]);
const authenticationTag = blob([16, 16]);

export const isInitializationVectorLength = (bytes: number): boolean => bytes === 12 || bytes === 16;

/** One operation of the XKS Proxy API. */
export interface XksOperationDefinition<I = unknown, O = unknown> {
  readonly name: XksOperation;
  /** After `<uriPath>/keys/<externalKeyId>` where the operation is on a key, else after `<uriPath>`. */
  readonly pathSuffix: string;
  readonly onKey: boolean;
  readonly request: Schema<I> & StructureSchema;
  readonly answer: Schema<O> & StructureSchema;
}

const define = <I, O>(definition: XksOperationDefinition<I, O>): XksOperationDefinition<I, O> => definition;

export const getKeyMetadata = define({
  name: "GetKeyMetadata",
  pathSuffix: "/metadata",
  onKey: true,
  request: structure("GetKeyMetadataRequest", { requestMetadata: required(structure("RequestMetadata", { ...caller, ...request })) }),
  answer: structure("GetKeyMetadataResponse", {
    keySpec: required(string()),
    keyUsage: required(list(string(), [undefined, 10])),
    keyStatus: required(enumeration(keyStatuses)),
  }),
});

export const encrypt = define({
  name: "Encrypt",
  pathSuffix: "/encrypt",
  onKey: true,
  request: structure("EncryptRequest", {
    requestMetadata: required(keyRequestMetadata),
    additionalAuthenticatedData: blob(),
    plaintext: required(blob()),
    encryptionAlgorithm: required(algorithm),
    ciphertextDataIntegrityValueAlgorithm: enumeration(integrityValueAlgorithms),
  }),
  answer: structure("EncryptResponse", {
    ciphertext: required(blob()),
    ciphertextMetadata: metadata,
    initializationVector: required(initializationVector),
    authenticationTag: required(authenticationTag),
    ciphertextDataIntegrityValue: blob([32, 32]),
  }),
});

export const decrypt = define({
  name: "Decrypt",
  pathSuffix: "/decrypt",
  onKey: true,
  request: structure("DecryptRequest", {
    requestMetadata: required(keyRequestMetadata),
    ciphertext: required(blob()),
    ciphertextMetadata: metadata,
    encryptionAlgorithm: required(algorithm),
    additionalAuthenticatedData: blob(),
    initializationVector: required(initializationVector),
    authenticationTag: required(authenticationTag),
  }),
  answer: structure("DecryptResponse", { plaintext: required(blob()) }),
});

export const getHealthStatus = define({
  name: "GetHealthStatus",
  pathSuffix: "/health",
  onKey: false,
  request: structure("GetHealthStatusRequest", { requestMetadata: required(structure("RequestMetadata", request)) }),
  answer: structure("GetHealthStatusResponse", {
    xksProxyFleetSize: required(integer([1, undefined])),
    xksProxyVendor: required(string()),
    xksProxyModel: required(string()),
    ekmVendor: required(string()),
    ekmFleetDetails: required(
      list(
        structure("EkmFleetDetail", {
          id: required(string()),
          model: required(string()),
          healthStatus: required(enumeration(healthStatuses)),
        }),
        [1, 10],
      ),
    ),
  }),
});

/** The table. */
export const xksOperationTable: Readonly<Record<XksOperation, XksOperationDefinition>> = {
  GetKeyMetadata: getKeyMetadata,
  Encrypt: encrypt,
  Decrypt: decrypt,
  GetHealthStatus: getHealthStatus,
};

export type EncryptResponse = Infer<typeof encrypt.answer>;
export type GetKeyMetadataResponse = Infer<typeof getKeyMetadata.answer>;
export type GetHealthStatusResponse = Infer<typeof getHealthStatus.answer>;
