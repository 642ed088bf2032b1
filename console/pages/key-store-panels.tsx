/** The properties of a key store, in AWS's sections, and what its health checks learned. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { CertificateShape, KeyStoreStatus } from "../console-shapes.ts";
import { formatAge, formatTime } from "../graph/format.ts";
import type { CustomKeyStore } from "../kms-shapes.ts";
import { ConnectionStateIndicator } from "../parts/connection-state.tsx";
import { nowSeconds } from "../parts/now.ts";
import { usePreferences } from "../parts/preferences.tsx";

interface StorePanelProps {
  readonly store: CustomKeyStore;
  readonly status: KeyStoreStatus | undefined;
}

function Copied({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined || text === "") return "–";
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copySuccessText="Copied"
      copyErrorText="Could not copy"
      copyButtonAriaLabel={`Copy ${text}`}
    />
  );
}

export function GeneralPanel({ store, status }: StorePanelProps): ReactNode {
  const { timeZone } = usePreferences();
  return (
    <Container header={<Header variant="h2">General configuration</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Custom key store ID", value: <Copied text={store.CustomKeyStoreId} /> },
          { label: "Custom key store name", value: store.CustomKeyStoreName },
          { label: "Custom key store type", value: "External key store" },
          {
            label: "Connection state",
            value: (
              <ConnectionStateIndicator
                state={store.ConnectionState}
                errorCode={store.ConnectionErrorCode}
                because={status?.DisconnectedBecause}
              />
            ),
          },
          { label: "Creation date", value: store.CreationDate === undefined ? "–" : formatTime(store.CreationDate, timeZone) },
          { label: "Request quota", value: status ? `${status.QuotaPerSecond.toLocaleString("en-US")} requests per second` : "–" },
        ]}
      />
    </Container>
  );
}

export function ProxyPanel({ store, status }: StorePanelProps): ReactNode {
  const proxy = store.XksProxyConfiguration;
  const isVpc = proxy?.Connectivity === "VPC_ENDPOINT_SERVICE";
  const setAt = status?.CredentialSetAt;
  return (
    <Container header={<Header variant="h2">External key store proxy configuration</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Proxy connectivity", value: isVpc ? "VPC endpoint service" : "Public endpoint" },
          { label: "Proxy URI endpoint", value: <Copied text={proxy?.UriEndpoint} /> },
          { label: "Proxy URI path", value: <Copied text={proxy?.UriPath} /> },
          { label: "Proxy credential: Access key ID", value: <Copied text={proxy?.AccessKeyId} /> },
          { label: "Proxy credential: Age", value: setAt === undefined ? "–" : formatAge(nowSeconds() - setAt) },
          ...(isVpc ? [{ label: "VPC endpoint service name", value: <Copied text={proxy.VpcEndpointServiceName} /> }] : []),
        ]}
      />
    </Container>
  );
}

interface StatusPanelProps {
  readonly status: KeyStoreStatus | undefined;
  readonly failure: Error | undefined;
}

export function CertificatePanel({ status, failure }: StatusPanelProps): ReactNode {
  const { timeZone } = usePreferences();
  const certificate = status?.Certificate;
  const validTo = certificate?.ValidTo;
  const days = certificate?.DaysToExpire;
  return (
    <Container fitHeight header={<Header variant="h2">TLS certificate</Header>}>
      {certificate ? (
        <KeyValuePairs
          columns={2}
          items={[
            { label: "Certificate name", value: <Copied text={certificate.Name} /> },
            {
              label: "Days to expire",
              value:
                days === undefined ? (
                  "–"
                ) : (
                  <StatusIndicator type={days <= 0 ? "error" : days < 10 ? "warning" : "success"}>
                    {days <= 0 ? `Expired (${days})` : days}
                  </StatusIndicator>
                ),
            },
            { label: "Valid until", value: validTo === undefined ? "–" : formatTime(validTo, timeZone) },
            { label: "Issuer", value: certificate.Issuer ?? "–" },
            { label: "Chain", value: [certificate.Name, ...(certificate.Authorities ?? []).map(({ Name }) => Name)].join(" ← ") },
            { label: "AWS's list of CAs", value: <AwsTrust certificate={certificate} /> },
            { label: "Names", value: (certificate.AlternativeNames ?? []).join(", ") || "–" },
            {
              label: "Fingerprint (SHA-256)",
              value: (
                <Box variant="code" fontSize="body-s">
                  {certificate.Fingerprint256 ?? "–"}
                </Box>
              ),
            },
          ]}
        />
      ) : (
        <Box color="text-status-inactive">{failure ? failure.message : "No health check has seen a certificate yet."}</Box>
      )}
    </Container>
  );
}

/** Whether AWS KMS itself would take the certificate's issuer; a private CA serves xkswatch alone. */
function AwsTrust({ certificate }: { readonly certificate: CertificateShape }): ReactNode {
  const { AwsTrust: verdict, AwsAuthority, Authorities = [] } = certificate;
  if (verdict === "LISTED") return <StatusIndicator type="success">Listed: {AwsAuthority}</StatusIndicator>;
  if (verdict === "UNKNOWN") return <StatusIndicator type="pending">Known after the next new connection</StatusIndicator>;
  return (
    <>
      <StatusIndicator type="warning">Not listed: {Authorities.at(-1)?.Name ?? certificate.Issuer}</StatusIndicator>
      <Box variant="small">AWS KMS would refuse it. Get a certificate from a CA of the list before AWS is to use this proxy.</Box>
    </>
  );
}

/** The proxy as it names itself, without saying a vendor's name twice. */
function proxyName({ XksProxyVendor: vendor = "", XksProxyModel: model = "" }: NonNullable<KeyStoreStatus["Health"]>): string {
  return (model.toLowerCase().startsWith(vendor.toLowerCase()) ? model : [vendor, model].filter(Boolean).join(" ")) || "–";
}

export function FleetPanel({ status, failure }: StatusPanelProps): ReactNode {
  const { timeZone } = usePreferences();
  const health = status?.Health;
  const fleet = health?.EkmFleetDetails ?? [];
  return (
    <Container fitHeight header={<Header variant="h2">External key manager fleet</Header>}>
      {health ? (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: `Key managers (${fleet.length})`,
              value:
                fleet.length === 0
                  ? "–"
                  : fleet.map(({ Id, Model, HealthStatus }) => (
                      <div key={Id}>
                        <StatusIndicator type={fleetIndicator[HealthStatus] ?? "info"}>
                          {Id} · {Model} · {HealthStatus}
                        </StatusIndicator>
                      </div>
                    )),
            },
            {
              label: "Last health check",
              value: (
                <>
                  <div>{formatTime(health.CheckedAt, timeZone, true)}</div>
                  {health.Failure ? (
                    <StatusIndicator type="error">
                      {health.Failure.ExceptionName}: {health.Failure.Detail}
                    </StatusIndicator>
                  ) : (
                    <StatusIndicator type="success">Answered</StatusIndicator>
                  )}
                </>
              ),
            },
            { label: "XKS proxy", value: proxyName(health) },
            { label: "Proxy fleet size", value: health.XksProxyFleetSize ?? "–" },
            { label: "Key manager vendor", value: health.EkmVendor ?? "–" },
          ]}
        />
      ) : (
        <Box color="text-status-inactive">{failure ? failure.message : status ? "There was no health check yet." : "Loading"}</Box>
      )}
    </Container>
  );
}

const fleetIndicator: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  Active: "success",
  Degraded: "warning",
  Unavailable: "error",
};
