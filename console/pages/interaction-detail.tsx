/** One interaction whole: who, what, where the time went, what the proxy wrote, and what to do. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { InteractionShape } from "../console-shapes.ts";
import { formatNumber } from "../graph/format.ts";
import { explanationFor } from "../parts/failure-texts.ts";
import { PhasesBar } from "../parts/phases-bar.tsx";
import { writeViewState } from "../url-state.ts";
import { OutcomeIndicator } from "./interaction-outcome.tsx";

/** Seconds on each side of an interaction when its graph is opened. */
const aroundSeconds = 900;

export function InteractionDetail({ interaction }: { readonly interaction: InteractionShape }): ReactNode {
  const { Failure: failure } = interaction;
  const explanation = failure && explanationFor(failure.ExceptionName, failure.Detail);
  const at = Math.floor(interaction.At);
  const graph = writeViewState({
    view: failure ? "top-5-exceptions" : "latency",
    range: { kind: "absolute", from: at - aroundSeconds, to: at + aroundSeconds },
    periodSeconds: 60,
  });
  const copied = (text: string | undefined): ReactNode =>
    text === undefined ? (
      "–"
    ) : (
      <CopyToClipboard
        variant="inline"
        textToCopy={text}
        copySuccessText="Copied"
        copyErrorText="Could not copy"
        copyButtonAriaLabel={`Copy ${text}`}
      />
    );
  return (
    <SpaceBetween size="m">
      {failure && (
        <Alert type={failure.ErrorType === "Retryable" ? "warning" : "error"} header={failure.ExceptionName}>
          <Box>{failure.Detail}</Box>
          {failure.ProxyMessage !== undefined && (
            <Box>
              The proxy wrote: <Box variant="code">{failure.ProxyMessage}</Box>
            </Box>
          )}
          {explanation && (
            <Box>
              {explanation.cause} Owner: {explanation.owner}. {explanation.remedy}
            </Box>
          )}
        </Alert>
      )}
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Outcome", value: <OutcomeIndicator failure={failure} /> },
          { label: "Recorded latency", value: `${formatNumber(interaction.LatencyMs)} ms` },
          { label: "XKS operation", value: interaction.XksOperation },
          { label: "Request ID", value: copied(interaction.KmsRequestId) },
          { label: "Caller", value: copied(interaction.CallerArn) },
          { label: "KMS key", value: copied(interaction.KmsKeyArn) },
          { label: "External key ID", value: copied(interaction.ExternalKeyId) },
          { label: "HTTP status", value: failure?.HttpStatus ?? "–" },
          {
            label: "Graph",
            value: (
              <Button variant="inline-link" href={`/key-stores/${interaction.KeyStoreId}?${graph}`}>
                Show on graph
              </Button>
            ),
          },
          { label: "Key store", value: <Link href={`/key-stores/${interaction.KeyStoreId}`}>{interaction.KeyStoreId}</Link> },
        ]}
      />
      {interaction.Attempts.map((attempt, place) => (
        // Attempts have no id; their order never changes.
        <div key={`attempt-${String(place)}`}>
          <Box variant="awsui-key-label">{interaction.Attempts.length === 1 ? "Where the time went" : `Attempt ${place + 1}`}</Box>
          <PhasesBar attempt={attempt} />
        </div>
      ))}
    </SpaceBetween>
  );
}
