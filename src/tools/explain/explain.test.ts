/** `explain` against the tables it reads: every message, code and name, and the very cases behind request ids. */
import { describe, expect, it } from "vitest";
import type { Evidence, Finding } from "../../model/finding.ts";
import type { Interaction, InteractionFailure } from "../../model/interaction.ts";
import {
  connectionErrorCodes,
  connectionErrors,
  exceptionTable,
  externalKeyMessages,
  type Owner,
  quotaFailure,
} from "../../model/xks-failures.ts";
import { explain } from "./explain.ts";
import { kmsExceptions } from "./kms-exceptions.ts";
import { furtherFailures, recordedFailures } from "./known-failures.ts";

const requestId = "1b4e28ba-2fa1-4d3e-883f-0016d3cca427";
const attempt = { reused: true, sentMs: 0.2, firstByteMs: 9, lastByteMs: 10, totalMs: 10 };
const interaction = (members: Partial<Interaction>): Interaction => ({
  at: Date.UTC(2026, 10, 24, 12),
  keyStoreId: "cks-1",
  kmsOperation: "Encrypt",
  xksOperation: "Encrypt",
  kmsRequestId: requestId,
  latencyMs: 10,
  attempts: [attempt],
  ...members,
});
const evidenceOf = (...interactions: readonly Interaction[]): Evidence => ({
  ofRequest: async (id) => interactions.filter(({ kmsRequestId }) => kmsRequestId === id),
  latest: async (name, count) => interactions.filter(({ failure }) => failure?.exceptionName === name).slice(0, count),
});
const ask = (question: string, ...interactions: readonly Interaction[]): Promise<readonly Finding[]> =>
  explain(question, evidenceOf(...interactions));

describe("explain a message", () => {
  it.each(recordedFailures.map((failure) => [failure.title, failure] as const))(
    "of %s, as an SDK or a log shows it",
    async (_, failure) => {
      const forms = [
        failure.message,
        `An error occurred (KMSInvalidStateException) when calling the Encrypt operation: ${failure.message}`,
        `  ${failure.message?.toUpperCase().replaceAll(" ", "\n ")}`,
      ];
      for (const form of forms) {
        const [first, ...more] = await ask(form ?? "");
        expect(first).toMatchObject({ recognized: "message", title: failure.title, owner: failure.owner, remedy: failure.remedy });
        expect(more).toEqual([]);
      }
    },
  );

  it.each(furtherFailures.map((failure) => [failure.message ?? "", failure] as const))("%s", async (message, failure) => {
    expect(await ask(`KMS: ${message}`)).toMatchObject([{ owner: failure.owner, title: failure.title }]);
  });

  it("that names what differs from key to key", async () => {
    for (const message of [
      externalKeyMessages.keySpec("RSA_2048"),
      externalKeyMessages.keyStatus("DISABLED"),
      externalKeyMessages.keyUsage(["SIGN"]),
    ])
      expect(await ask(message)).toMatchObject([{ owner: "external key" }]);
  });

  it("by a part of it, as tools cut or match them", async () => {
    expect(await ask("due to a very high request rate")).toMatchObject([{ exceptionName: "ThrottlingException" }]);
  });

  it("that is only similar", async () => {
    const [found] = await ask(
      "external key store proxy rejected request because of invalid URI path, verify the URI path for external key store",
    );
    expect(found).toMatchObject({ recognized: "similar message", exceptionName: "InvalidUriPathException" });
  });

  it("with the latest interactions of that kind alone", async () => {
    const failed = (failure: InteractionFailure): Interaction => interaction({ kmsRequestId: failure.reason ?? "x", failure });
    const timedOut = failed({ exceptionName: "XksProxyUnreachableException", reason: "time-out", detail: "" });
    const noTls = failed({ exceptionName: "XksProxyUnreachableException", reason: "no-tls", detail: "" });
    const [found] = await ask("AWS KMS cannot establish a TLS connection to the external key store proxy.", timedOut, noTls);
    expect(found?.interactions).toEqual([noTls]);
  });
});

describe("explain a name", () => {
  it.each(connectionErrorCodes)("of the connection error code %s, in either case", async (code) => {
    for (const form of [code, `state FAILED (${code.toLowerCase()})`]) expect((await ask(form))[0]).toMatchObject(connectionErrors[code]);
  });

  it.each(exceptionTable.map((row) => row.exceptionName))("of the recorded exception %s", async (name) => {
    const found = await ask(name);
    expect(found[0]).toMatchObject({ recognized: "exception", exceptionName: name });
  });

  it.each(Object.keys(kmsExceptions))("of KMS's exception %s", async (name) => {
    expect(await ask(`botocore.errorfactory.${name}`)).toContainEqual(expect.objectContaining(kmsExceptions[name]));
  });

  const returned = new Set(exceptionTable.flatMap((row) => Object.values(row.returns)).filter((name) => name !== "–"));
  it.each([...returned])("of %s, which KMS returns for a failure of the proxy", async (name) => {
    expect((await ask(name)).length).toBeGreaterThan(0);
  });

  it("of ThrottlingException as both what the proxy and what the quota says", async () => {
    const found = await ask("ThrottlingException");
    expect(found.map(({ owner }) => owner)).toEqual(["XKS proxy", "KMS side"]);
    expect(found[1]?.remedy).toBe(quotaFailure.remedy);
  });
});

/** Twelve faults between here and a key, as their interactions show them, and whose they are. */
const faults: readonly [string, Partial<Interaction> & { readonly failure: InteractionFailure }, Owner][] = [
  [
    "packets dropped by a firewall",
    {
      attempts: [
        { reused: false, dnsMs: 1, totalMs: 250 },
        { reused: false, dnsMs: 1, totalMs: 250 },
      ],
      latencyMs: 500,
      failure: { exceptionName: "XksProxyUnreachableException", reason: "time-out", detail: "no answer" },
    },
    "network",
  ],
  [
    "name server that does not answer",
    {
      attempts: [{ reused: false, totalMs: 250 }],
      failure: { exceptionName: "XksProxyUnreachableException", reason: "time-out", detail: "no answer" },
    },
    "network",
  ],
  [
    "no route",
    { failure: { exceptionName: "XksProxyUnreachableException", reason: "no-communication", detail: "host unreachable (EHOSTUNREACH)" } },
    "network",
  ],
  [
    "proxy not running",
    { failure: { exceptionName: "XksProxyUnreachableException", reason: "no-communication", detail: "connection refused (ECONNREFUSED)" } },
    "XKS proxy",
  ],
  [
    "proxy that hangs",
    {
      attempts: [
        { reused: true, sentMs: 0, totalMs: 250 },
        { reused: false, dnsMs: 1, tcpMs: 2, tlsMs: 5, sentMs: 5, totalMs: 250 },
      ],
      latencyMs: 500,
      failure: { exceptionName: "XksProxyUnreachableException", reason: "time-out", detail: "no answer" },
    },
    "XKS proxy",
  ],
  [
    "certificate expired",
    {
      failure: {
        exceptionName: "XksProxyUnreachableException",
        reason: "no-tls",
        detail: "the certificate has expired (CERT_HAS_EXPIRED)",
      },
    },
    "XKS proxy",
  ],
  [
    "answer that is no JSON",
    { failure: { exceptionName: "ValidationException", detail: "the answer is no JSON", httpStatus: 200 } },
    "XKS proxy",
  ],
  [
    "wrong secret",
    { failure: { exceptionName: "AuthenticationFailedException", detail: "the proxy answered so", httpStatus: 401 } },
    "KMS side",
  ],
  [
    "HSM slow",
    { failure: { exceptionName: "DependencyTimeoutException", detail: "the proxy answered so", httpStatus: 503 } },
    "external key manager",
  ],
  [
    "HSM gone",
    { failure: { exceptionName: "InternalException", detail: "the proxy answered so", httpStatus: 500, proxyMessage: "hsm-2 offline" } },
    "external key manager",
  ],
  [
    "external key disabled",
    { failure: { exceptionName: "InvalidStateException", detail: "the proxy answered so", httpStatus: 400 } },
    "external key",
  ],
  [
    "too many requests",
    {
      attempts: [],
      failure: {
        exceptionName: "ThrottlingException",
        detail: "not sent: 500 requests to this key store's XKS proxy are in flight already",
      },
    },
    "XKS proxy",
  ],
];

describe("explain a request id", () => {
  it.each(faults)("of a call that met: %s", async (_, members, owner) => {
    const [found, ...more] = await ask(`Encrypt failed, RequestID: ${requestId.toUpperCase()}`, interaction(members));
    expect(found).toMatchObject({ recognized: "request id", owner, exceptionName: members.failure.exceptionName });
    expect(more).toEqual([]);
    expect(found?.evidence.join("\n")).toContain(members.failure.detail);
  });

  it("shows where the time went and what the proxy wrote", async () => {
    const failure = {
      exceptionName: "InternalException",
      detail: "the proxy answered so",
      httpStatus: 500,
      proxyMessage: "hsm-2 offline",
    } as const;
    const [found] = await ask(
      requestId,
      interaction({
        failure,
        attempts: [{ reused: false, dnsMs: 1.23, tcpMs: 2, tlsMs: 5, sentMs: 5, firstByteMs: 80, lastByteMs: 81, totalMs: 81 }],
      }),
    );
    expect(found?.evidence.slice(1)).toEqual([
      "InternalException, HTTP status 500: the proxy answered so",
      "the XKS proxy's own message: hsm-2 offline",
      "attempt 1 of 1: new connection, name at 1.2 ms, TCP at 2 ms, TLS at 5 ms, sent at 5 ms, first byte at 80 ms, last byte at 81 ms, ended at 81 ms",
    ]);
  });

  it("of a request that the key store's own quota refused, which is not the proxy's doing", async () => {
    const failure = { exceptionName: "ThrottlingException", detail: "refused by the key store's request quota" } as const;
    const refused = interaction({ failure, attempts: [], latencyMs: 0 });
    expect(await ask(requestId, refused)).toMatchObject([
      { owner: "KMS side", remedy: quotaFailure.remedy, message: quotaFailure.message },
    ]);
    expect((await ask("due to a very high request rate", refused))[0]?.interactions).toEqual([]);
  });

  it("of a success, and of both calls of a ReEncrypt", async () => {
    const found = await ask(
      requestId,
      interaction({ xksOperation: "Decrypt", kmsOperation: "ReEncrypt" }),
      interaction({ kmsOperation: "ReEncrypt" }),
    );
    expect(found.map(({ title }) => title)).toEqual([
      "Decrypt for ReEncrypt: the XKS proxy answered well",
      "Encrypt for ReEncrypt: the XKS proxy answered well",
    ]);
  });

  it("of which nothing is kept, saying why that may be", async () => {
    const [found] = await ask(requestId);
    expect(found?.cause).toMatch(/never reached the XKS proxy .* sampled/);
  });

  it("beside a message that says the same thing only once", async () => {
    const failure = { exceptionName: "ThrottlingException", detail: "the proxy answered so", httpStatus: 429 } as const;
    const message = exceptionTable.find(({ exceptionName }) => exceptionName === "ThrottlingException")?.message ?? "";
    expect(await ask(`${message} (RequestId: ${requestId})`, interaction({ failure }))).toHaveLength(1);
  });
});

it.each(["", "   ", "hello", "the proxy", "x".repeat(4000)])("knows nothing of %.20j", async (question) => {
  expect(await ask(question)).toEqual([]);
});
