/** An interaction as the console's service tells it. */
import { boolean, double, type Infer, integer, list, required, string, structure, timestamp } from "../lib/schema.ts";
import type { Interaction } from "../model/interaction.ts";
import { errorTypeOf } from "../model/xks-failures.ts";

export const interactionOutput = structure("Interaction", {
  /** Of the log's listings alone. */
  Id: integer(),
  At: required(timestamp()),
  KeyStoreId: required(string()),
  KmsOperation: required(string()),
  XksOperation: required(string()),
  KmsKeyArn: string(),
  ExternalKeyId: string(),
  CallerArn: string(),
  KmsRequestId: required(string()),
  LatencyMs: required(double()),
  Attempts: required(
    list(
      structure("Attempt", {
        /** Whether a kept-alive connection was used; DnsMs, TcpMs and TlsMs are then absent. */
        Reused: required(boolean()),
        DnsMs: double(),
        TcpMs: double(),
        TlsMs: double(),
        SentMs: double(),
        FirstByteMs: double(),
        LastByteMs: double(),
        TotalMs: required(double()),
      }),
    ),
  ),
  Failure: structure("InteractionFailure", {
    ExceptionName: required(string()),
    ErrorType: required(string()),
    Detail: required(string()),
    HttpStatus: integer(),
    ProxyMessage: string(),
  }),
});

/** The wire form of an interaction. */
export function shapeInteraction(kept: Interaction & { readonly id?: number }): Infer<typeof interactionOutput> {
  const { failure } = kept;
  return {
    ...(kept.id !== undefined && { Id: kept.id }),
    At: kept.at / 1000,
    KeyStoreId: kept.keyStoreId,
    KmsOperation: kept.kmsOperation,
    XksOperation: kept.xksOperation,
    ...(kept.kmsKeyArn !== undefined && { KmsKeyArn: kept.kmsKeyArn }),
    ...(kept.externalKeyId !== undefined && { ExternalKeyId: kept.externalKeyId }),
    ...(kept.callerArn !== undefined && { CallerArn: kept.callerArn }),
    KmsRequestId: kept.kmsRequestId,
    LatencyMs: kept.latencyMs,
    Attempts: kept.attempts.map((attempt) => ({
      Reused: attempt.reused,
      ...(attempt.dnsMs !== undefined && { DnsMs: attempt.dnsMs }),
      ...(attempt.tcpMs !== undefined && { TcpMs: attempt.tcpMs }),
      ...(attempt.tlsMs !== undefined && { TlsMs: attempt.tlsMs }),
      ...(attempt.sentMs !== undefined && { SentMs: attempt.sentMs }),
      ...(attempt.firstByteMs !== undefined && { FirstByteMs: attempt.firstByteMs }),
      ...(attempt.lastByteMs !== undefined && { LastByteMs: attempt.lastByteMs }),
      TotalMs: attempt.totalMs,
    })),
    ...(failure && {
      Failure: {
        ExceptionName: failure.exceptionName,
        ErrorType: errorTypeOf(failure.exceptionName),
        Detail: failure.detail,
        ...(failure.httpStatus !== undefined && { HttpStatus: failure.httpStatus }),
        ...(failure.proxyMessage !== undefined && { ProxyMessage: failure.proxyMessage }),
      },
    }),
  };
}
