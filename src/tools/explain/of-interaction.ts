/** Explains one interaction: by the table, and closer where its phases show more than the table can know. */
import type { Attempt, Interaction, InteractionFailure } from "../../model/interaction.ts";
import type { Finding } from "../../model/finding.ts";
import { defaultAttemptTimeMs, type Explanation, quotaFailure } from "../../model/xks-failures.ts";
import { type KnownFailure, recordedFailures } from "./known-failures.ts";

/** The finding of a kept interaction. */
export function explainInteraction(interaction: Interaction): Finding {
  const { failure } = interaction;
  const common = { recognized: "request id" as const, evidence: evidenceOf(interaction), interactions: [interaction] };
  if (!failure) {
    return {
      ...common,
      title: `${interaction.xksOperation} for ${interaction.kmsOperation}: the XKS proxy answered well`,
      owner: "KMS side",
      cause:
        "The XKS proxy did what it was asked. If the caller saw an error, it arose on the KMS side: authorization, the inner layer, or the client itself.",
      remedy: slow(interaction) ? "It was slow: see which phase took the time." : "Explain the message that the caller saw.",
    };
  }
  if (isQuotaRefusal(interaction)) {
    const { owner, cause, remedy, message } = quotaFailure;
    return { ...common, title: "ThrottlingException from KMS: the key store's own quota", owner, cause, remedy, message };
  }
  const known = knownFailureOf(failure);
  return {
    ...common,
    title: known.title,
    ...(known.message !== undefined && { message: known.message }),
    exceptionName: failure.exceptionName,
    ...closer(interaction, failure, known),
  };
}

/** Whether the request was refused by the key store's own quota: nothing was sent, and no time went by. */
export function isQuotaRefusal({ failure, attempts, latencyMs }: Interaction): boolean {
  return failure?.exceptionName === "ThrottlingException" && attempts.length === 0 && latencyMs === 0;
}

/** The table's row of a failure. */
export function knownFailureOf({ exceptionName, reason = "no-communication" }: InteractionFailure): KnownFailure {
  const rows = recordedFailures.filter((failure) => failure.exceptionName === exceptionName);
  const row = rows.find((failure) => failure.reason === undefined || failure.reason === reason);
  if (!row) throw new Error(`no row for ${exceptionName}`);
  return row;
}

/** Owner, cause and remedy of the very case. */
function closer(interaction: Interaction, failure: InteractionFailure, known: Explanation): Explanation {
  const last = interaction.attempts.at(-1);
  if (failure.exceptionName === "ThrottlingException" && interaction.attempts.length === 0)
    return {
      owner: "XKS proxy",
      cause: `The request was not sent (${failure.detail}): the XKS proxy or its key manager answers more slowly than requests arrive.`,
      remedy: known.remedy,
    };
  if (failure.reason === "time-out" && last && !last.reused && last.tcpMs === undefined) return neverConnected(last);
  if (failure.reason === "no-communication" && failure.detail.includes("ECONNREFUSED"))
    return {
      owner: "XKS proxy",
      cause: "The host answered, but nothing listens at the endpoint's port: the XKS proxy is not running, or listens elsewhere.",
      remedy: "Start the XKS proxy, and compare its address and port with the endpoint URI of the external key store.",
    };
  return { owner: known.owner, cause: known.cause, remedy: known.remedy };
}

function neverConnected({ dnsMs }: Attempt): Explanation {
  const got = dnsMs === undefined ? "the name was not resolved" : "no TCP connection was made";
  return {
    owner: "network",
    cause: `In ${defaultAttemptTimeMs} ms ${got}: nothing came back from the network, as behind a firewall that drops packets.`,
    remedy: "Check name servers, routes and firewalls between here and the XKS proxy's endpoint.",
  };
}

function evidenceOf(interaction: Interaction): string[] {
  const { failure, attempts } = interaction;
  return [
    `${new Date(interaction.at).toISOString()}: ${interaction.kmsOperation} → ${interaction.xksOperation} on ${interaction.keyStoreId}, ${format(interaction.latencyMs)} ms`,
    ...(failure
      ? [`${failure.exceptionName}${failure.httpStatus === undefined ? "" : `, HTTP status ${failure.httpStatus}`}: ${failure.detail}`]
      : []),
    ...(failure?.proxyMessage === undefined ? [] : [`the XKS proxy's own message: ${failure.proxyMessage}`]),
    ...attempts.map((attempt, i) => `attempt ${i + 1} of ${attempts.length}: ${phasesOf(attempt)}`),
  ];
}

function phasesOf(attempt: Attempt): string {
  const phases = [
    ["name", attempt.dnsMs],
    ["TCP", attempt.tcpMs],
    ["TLS", attempt.tlsMs],
    ["sent", attempt.sentMs],
    ["first byte", attempt.firstByteMs],
    ["last byte", attempt.lastByteMs],
  ] as const;
  const reached = phases.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} at ${format(ms)} ms`]));
  return [attempt.reused ? "kept-alive connection" : "new connection", ...reached, `ended at ${format(attempt.totalMs)} ms`].join(", ");
}

function slow({ latencyMs }: Interaction): boolean {
  return latencyMs > 0.8 * defaultAttemptTimeMs;
}

function format(ms: number): string {
  return String(Math.round(ms * 10) / 10);
}
