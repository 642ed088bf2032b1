/** The budget view: where the 250 milliseconds go, on new and on kept-alive connections, and what is left. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type ReactNode, useCallback, useMemo } from "react";
import type { ListInteractionsOutput } from "../console-shapes.ts";
import { latencyLimitMs } from "../graph/five-graphs.ts";
import { formatNumber } from "../graph/format.ts";
import { FailureAlert } from "../parts/failure-alert.tsx";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import { type Budget, budgetsOf } from "./budget.ts";

/** AWS asks for at most this round trip between KMS and the proxy. */
const roundTripLimitMs = 35;
const looksAt = 500;

export function BudgetPanel({ keyStoreId }: { readonly keyStoreId: string }): ReactNode {
  const { api } = useSignedIn();
  const { data, failure, reload } = useLoad(
    useCallback(
      async (signal) =>
        (
          await api.xkswatch<ListInteractionsOutput>(
            "ListInteractions",
            { KeyStoreId: keyStoreId, Order: "Newest", MaxResults: looksAt },
            signal,
          )
        ).Interactions,
      [api, keyStoreId],
    ),
  );
  const budgets = useMemo(() => budgetsOf(data ?? []), [data]);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`Medians of the newest ${data?.length ?? 0} kept interactions. Failures and slow ones are kept more often than others.`}
        >
          Time budget of {latencyLimitMs} ms
        </Header>
      }
    >
      <FailureAlert failure={failure} header="The interactions could not be read" onRetry={reload} />
      {data && budgets.length === 0 && <Box>No interaction is kept yet.</Box>}
      <SpaceBetween size="l">
        {budgets.map((budget) => (
          <BudgetBar key={budget.connection} budget={budget} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function BudgetBar({ budget }: { readonly budget: Budget }): ReactNode {
  const { connection, count, parts, p50Ms, p99Ms } = budget;
  const tcpMs = parts.find(({ name }) => name === "TCP")?.ms;
  const sumMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  const scaleMs = Math.max(latencyLimitMs, sumMs);
  const left = (ms: number): ReactNode => (
    <StatusIndicator type={ms > latencyLimitMs * 0.8 ? "warning" : "success"}>
      {formatNumber(ms)} ms, {formatNumber(Math.max(0, latencyLimitMs - ms))} ms left
    </StatusIndicator>
  );
  return (
    <div>
      <Box variant="awsui-key-label">
        {connection === "new" ? "New connections" : "Kept-alive connections"} ({count})
      </Box>
      <div className="phases-bar" role="img" aria-label={parts.map(({ name, ms }) => `${name} ${formatNumber(ms)} ms`).join(", ")}>
        {parts.map(({ name, ms }) => (
          <span
            key={name}
            className={`phase phase-${name.toLowerCase().replace(" ", "-")}`}
            style={{ width: `${(ms / scaleMs) * 100}%` }}
          />
        ))}
        <span className="phases-limit" style={{ left: `${(latencyLimitMs / scaleMs) * 100}%` }} />
      </div>
      <ul className="phases-words">
        {parts.map(({ name, ms }) => (
          <li key={name}>
            <span className={`phase-swatch phase-${name.toLowerCase().replace(" ", "-")}`} />
            {name} {formatNumber(ms)} ms
          </li>
        ))}
      </ul>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "p50", value: left(p50Ms) },
          { label: "p99", value: left(p99Ms) },
          {
            label: `Round trip (AWS asks for at most ${roundTripLimitMs} ms)`,
            value:
              tcpMs === undefined ? (
                "–"
              ) : (
                <StatusIndicator type={tcpMs > roundTripLimitMs ? "warning" : "success"}>{formatNumber(tcpMs)} ms</StatusIndicator>
              ),
          },
        ]}
      />
    </div>
  );
}
