/** GetKeyStoreStatus: what DescribeCustomKeyStores does not say of a key store: quota, health, certificate, and why it is not connected. */
import { operation } from "../../aws/operation.ts";
import { double, integer, list, required, string, structure, timestamp } from "../../lib/schema.ts";
import { awsTrustOf } from "../../model/aws-trusted-authorities.ts";
import { type Certificate, daysToExpire } from "../../model/certificate.ts";
import type { KeyStoreHealth } from "../../model/key-store-health.ts";
import type { KeyStore } from "../../model/key-store.ts";
import { notFound } from "../console-error.ts";
import type { WebContext } from "../web-context.ts";

const certificateOutput = structure("Certificate", {
  Name: required(string()),
  AlternativeNames: required(list(string())),
  Issuer: required(string()),
  SerialNumber: required(string()),
  Fingerprint256: required(string()),
  ValidFrom: required(timestamp()),
  ValidTo: required(timestamp()),
  DaysToExpire: required(integer()),
  /** From its issuer upwards; absent where the chain was not kept. */
  Authorities: list(structure("Authority", { Name: required(string()), Fingerprint256: required(string()) })),
  /** Whether the chain leads to an authority that AWS KMS trusts: LISTED, NOT_LISTED or UNKNOWN. */
  AwsTrust: required(string()),
  /** LISTED: the authority in AWS's list. */
  AwsAuthority: string(),
});

const output = structure("GetKeyStoreStatusResponse", {
  KeyStoreId: required(string()),
  QuotaPerSecond: required(integer()),
  ConnectionState: required(string()),
  ConnectionErrorCode: string(),
  /** NEVER_CONNECTED or ON_PURPOSE; with the state DISCONNECTED alone. */
  DisconnectedBecause: string(),
  StateChangedAt: required(timestamp()),
  FirstConnectedAt: timestamp(),
  CredentialSetAt: required(timestamp()),
  /** The last that a full handshake showed, however long ago. */
  Certificate: certificateOutput,
  /** Of the last health check; absent before the first. */
  Health: structure("KeyStoreHealth", {
    CheckedAt: required(timestamp()),
    Failure: structure("HealthFailure", {
      ExceptionName: required(string()),
      Detail: required(string()),
      HttpStatus: integer(),
      ProxyMessage: string(),
    }),
    XksProxyFleetSize: double(),
    XksProxyVendor: string(),
    XksProxyModel: string(),
    EkmVendor: string(),
    EkmFleetDetails: list(
      structure("ExternalKeyManager", { Id: required(string()), Model: required(string()), HealthStatus: required(string()) }),
    ),
  }),
});

export const getKeyStoreStatus = operation<WebContext>()({
  name: "GetKeyStoreStatus",
  access: "viewer",
  input: structure("GetKeyStoreStatusRequest", { KeyStoreId: required(string({ length: [1, 64] })) }),
  output,
  async handle({ KeyStoreId }, { context }) {
    const keyStore = context.directory.keyStore(KeyStoreId);
    if (!keyStore) throw notFound(`There is no key store ${KeyStoreId}.`);
    const health = (await context.resources.read("key-store-health", KeyStoreId))?.value;
    const certificate = health?.lastCertificate;
    return {
      ...shapeKeyStore(keyStore),
      ...(certificate && { Certificate: shapeCertificate(certificate, context.clock.now()) }),
      ...(health && { Health: shapeHealth(health) }),
    };
  },
});

function shapeKeyStore(keyStore: KeyStore) {
  return {
    KeyStoreId: keyStore.id,
    QuotaPerSecond: keyStore.quotaPerSecond,
    ConnectionState: keyStore.connectionState,
    ...(keyStore.connectionErrorCode !== undefined && { ConnectionErrorCode: keyStore.connectionErrorCode }),
    ...(keyStore.connectionState === "DISCONNECTED" && {
      DisconnectedBecause: keyStore.firstConnectedAt === undefined ? "NEVER_CONNECTED" : "ON_PURPOSE",
    }),
    StateChangedAt: keyStore.stateChangedAt / 1000,
    ...(keyStore.firstConnectedAt !== undefined && { FirstConnectedAt: keyStore.firstConnectedAt / 1000 }),
    CredentialSetAt: keyStore.credential.setAt / 1000,
  };
}

function shapeCertificate(certificate: Certificate, now: number) {
  const trust = awsTrustOf(certificate);
  return {
    Name: certificate.name,
    AlternativeNames: [...certificate.alternativeNames],
    Issuer: certificate.issuer,
    SerialNumber: certificate.serialNumber,
    Fingerprint256: certificate.fingerprint256,
    ValidFrom: certificate.validFrom / 1000,
    ValidTo: certificate.validTo / 1000,
    DaysToExpire: daysToExpire(certificate, now),
    ...(certificate.authorities && {
      Authorities: certificate.authorities.map(({ name, fingerprint256 }) => ({ Name: name, Fingerprint256: fingerprint256 })),
    }),
    AwsTrust: trust.verdict,
    ...(trust.verdict === "LISTED" && { AwsAuthority: trust.authority }),
  };
}

function shapeHealth({ at, failure, answer }: KeyStoreHealth) {
  return {
    CheckedAt: at / 1000,
    ...(failure && {
      Failure: {
        ExceptionName: failure.exceptionName,
        Detail: failure.detail,
        ...(failure.httpStatus !== undefined && { HttpStatus: failure.httpStatus }),
        ...(failure.proxyMessage !== undefined && { ProxyMessage: failure.proxyMessage }),
      },
    }),
    ...(answer && {
      XksProxyFleetSize: answer.xksProxyFleetSize,
      XksProxyVendor: answer.xksProxyVendor,
      XksProxyModel: answer.xksProxyModel,
      EkmVendor: answer.ekmVendor,
      EkmFleetDetails: answer.ekmFleetDetails.map(({ id, model, state }) => ({ Id: id, Model: model, HealthStatus: state })),
    }),
  };
}
