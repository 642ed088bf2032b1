/** The help panel of each graph: what it counts, what lowers it, the recommended alarm; and the exception table. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import HelpPanel from "@cloudscape-design/components/help-panel";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { type ExceptionRow, exceptionTable } from "../../src/model/xks-failures.ts";
import { type GraphId, graphTitles } from "./five-graphs.ts";

export interface HelpStore {
  readonly keyStoreId: string;
  /** Address of the explorer with the store's ExternalKeyStoreThrottle. */
  readonly throttleAddress: string;
}

const retryable = exceptionTable.filter(({ errorType }) => errorType === "Retryable").map(({ exceptionName }) => exceptionName);

const texts: Readonly<Record<GraphId, (store: HelpStore) => ReactNode>> = {
  "total-requests": ({ throttleAddress }) => (
    <>
      <p>
        All requests to this key store's proxy, successful or not: the sample count of the metric XksProxyErrors. The periodic
        GetHealthStatus is counted too.
      </p>
      <p>
        The line is the key store's request quota. Requests above it fail fast and never reach the proxy;{" "}
        <Link href={throttleAddress}>ExternalKeyStoreThrottle</Link> counts them.
      </p>
      <p>
        Callers that often get KMSInvalidStateException &ldquo;due to a very high request rate&rdquo;: proxy or key manager cannot keep
        pace. Lower the rate, or lower the key store&apos;s request quota, so that the excess is refused before it reaches them.
      </p>
    </>
  ),
  reliability: () => (
    <>
      <p>The share of requests that the proxy answered with success or with a non-retryable error, from the metric XksProxyErrors.</p>
      <p>
        Below 100 % the proxy did not answer, or answered with a retryable error: network, load, or a fault of the proxy. These lower it:
      </p>
      <ul>
        {retryable.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <p>A wrong credential does not lower it: the proxy answered AuthenticationFailedException as it should.</p>
    </>
  ),
  latency: () => (
    <>
      <p>
        The average time in milliseconds until the proxy answered, by KMS operation and proxy operation, from the metric XksProxyLatency.
      </p>
      <p>
        The proxy has 250 milliseconds. A network time-out is tried once more; when both fail about 500 are recorded, in every other case
        without an answer 250.
      </p>
      <p>
        Slow answers may mean that the key manager cannot bear the rate: it should handle 1,800 requests a second, or the request quota be
        lowered.
      </p>
    </>
  ),
  "top-5-exceptions": () => (
    <>
      <p>
        The five most frequent exceptions of the range, from the metric XksProxyErrors: those the proxy returned, and
        XksProxyUnreachableException, which says that no answer came.
      </p>
      <p>Many retryable ones point to the network or to load, many non-retryable ones to the configuration. What each means:</p>
      {exceptionTable.map(({ exceptionName, errorType, remedy }) => (
        <Box key={exceptionName} margin={{ bottom: "s" }}>
          <Box variant="strong">{exceptionName}</Box> ({errorType})<br />
          {remedy}
        </Box>
      ))}
    </>
  ),
  "certificate-days-to-expire": () => (
    <>
      <p>
        Days until the TLS certificate of the proxy endpoint expires, read by each health check from a full handshake (metric
        XksProxyCertificateDaysToExpire). Once it has expired the days go to 0 and below.
      </p>
      <p>
        <strong>
          When it expires the proxy can no longer be reached: all data protected by KMS keys in this key store becomes inaccessible until
          the certificate is renewed.
        </strong>
      </p>
    </>
  ),
};

interface GraphHelpProps {
  readonly id: GraphId;
  readonly store: HelpStore;
  /** The recommended alarm in a sentence, where there is one. */
  readonly alarm: string | undefined;
  readonly onCreateAlarm: () => void;
}

export function GraphHelp({ id, store, alarm, onCreateAlarm }: GraphHelpProps): ReactNode {
  return (
    <HelpPanel
      header={<h2>{graphTitles[id]}</h2>}
      footer={
        alarm !== undefined && (
          <>
            <h3>Recommended alarm</h3>
            <p>{alarm}</p>
            <Button onClick={onCreateAlarm}>Create alarm</Button>
          </>
        )
      }
    >
      {texts[id](store)}
    </HelpPanel>
  );
}

/** One row of the exception table: error type, what callers got, what to do. */
export function ExceptionHelp({ row, keyStoreId }: { readonly row: ExceptionRow; readonly keyStoreId: string }): ReactNode {
  return (
    <HelpPanel header={<h2>{row.exceptionName}</h2>}>
      <KeyValuePairs
        items={[
          { label: "Error type", value: row.errorType },
          { label: "Owner", value: row.owner },
          { label: "Cause", value: row.cause },
          { label: "What to do", value: row.remedy },
          { label: "Cryptographic operations returned", value: row.returns.crypto },
          { label: "CreateKey returned", value: row.returns["create-key"] },
          { label: "CreateCustomKeyStore and UpdateCustomKeyStore returned", value: row.returns["create-key-store"] },
          { label: "Message to the caller", value: row.message },
        ]}
      />
      {row.exceptionName === "AuthenticationFailedException" && (
        <p>
          <Link href={`/key-stores/${keyStoreId}/edit`}>Edit the key store&apos;s proxy credential</Link>
        </p>
      )}
      <p>
        <Link href={`/interactions?keyStore=${keyStoreId}&exception=${row.exceptionName}`}>Interactions that ended this way</Link>
      </p>
    </HelpPanel>
  );
}
