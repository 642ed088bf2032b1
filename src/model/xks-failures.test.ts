import { describe, expect, it } from "vitest";
import {
  attemptEnds,
  connectionErrorCodeOf,
  connectionErrorCodes,
  connectionErrors,
  errorTypeOf,
  exceptionTable,
  explanationOf,
  externalKeyMessages,
  failureOf,
  operationKinds,
  timeOutRowOf,
  timeOutTable,
  unreachableReasons,
  xksExceptionNames,
} from "./xks-failures.ts";

describe("the exception table", () => {
  it("has exactly one row for each recorded name", () => {
    expect(exceptionTable.map((row) => row.exceptionName)).toEqual([...xksExceptionNames]);
  });

  it("counts four exceptions as retryable: those that lower reliability", () => {
    expect(xksExceptionNames.filter((name) => errorTypeOf(name) === "Retryable")).toEqual([
      "DependencyTimeoutException",
      "InternalException",
      "ThrottlingException",
      "XksProxyUnreachableException",
    ]);
  });

  it.each(xksExceptionNames)("%s gives every kind of operation an exception and a full sentence", (name) => {
    for (const kind of operationKinds) {
      const { exception, message } = failureOf(name, kind);
      expect(exception).toMatch(/^[A-Z][A-Za-z]+Exception$/);
      expect(message).toMatch(/^[A-Z].*\.$/);
      if (kind === "crypto") expect(exception).toBe("KMSInvalidStateException");
    }
  });

  it("gives every message once, so that a text leads back to its row", () => {
    const messages = exceptionTable.flatMap((row) =>
      row.byReason ? Object.values(row.byReason).map((one) => one.message) : [row.message],
    );
    expect(new Set(messages).size).toBe(messages.length);
    expect(messages).toHaveLength(15);
  });

  it("returns the nearest exception where none is named", () => {
    expect(failureOf("AccessDeniedException", "create-key-store").exception).toBe("XksProxyInvalidConfigurationException");
    expect(failureOf("KeyNotFoundException", "create-key-store").exception).toBe("XksProxyInvalidResponseException");
    expect(failureOf("InvalidCiphertextException", "create-key").exception).toBe("XksProxyInvalidResponseException");
  });

  it("tells unreachable proxies apart by reason, in message and connection error code", () => {
    const seen = unreachableReasons.map((reason) => [
      failureOf("XksProxyUnreachableException", "crypto", reason).message.split(" ").slice(2, 5).join(" "),
      connectionErrorCodeOf("XksProxyUnreachableException", reason),
      explanationOf("XksProxyUnreachableException", reason).owner,
    ]);
    expect(seen).toEqual([
      ["cannot communicate with", "XKS_PROXY_NOT_REACHABLE", "network"],
      ["cannot establish a", "XKS_PROXY_INVALID_TLS_CONFIGURATION", "XKS proxy"],
      ["rejected the request", "XKS_PROXY_TIMED_OUT", "XKS proxy"],
    ]);
  });
});

describe("the connection error codes", () => {
  it("are each explained", () => {
    expect(Object.keys(connectionErrors).sort()).toEqual([...connectionErrorCodes].sort());
    for (const { cause, remedy } of Object.values(connectionErrors)) {
      expect(cause).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it("follow from every exception", () => {
    for (const name of xksExceptionNames) expect(connectionErrorCodes).toContain(connectionErrorCodeOf(name));
    expect(connectionErrorCodeOf("AuthenticationFailedException")).toBe("INVALID_CREDENTIALS");
    expect(connectionErrorCodeOf("InvalidUriPathException")).toBe("XKS_PROXY_INVALID_CONFIGURATION");
  });
});

describe("the time-out table", () => {
  it("has a row for every end of an attempt", () => {
    expect(timeOutTable.map((row) => row.end)).toEqual([...attemptEnds]);
  });

  it("retries network time-outs alone with a time of their own, and never an answer", () => {
    expect(timeOutTable.filter((row) => row.retry === "once").map((row) => row.end)).toEqual(["nothing-in-time"]);
    expect(timeOutRowOf("answered")).toMatchObject({ retry: "no", latency: "true" });
    expect(timeOutRowOf("answered").reason).toBeUndefined();
  });
});

it("names what is wrong with an external key", () => {
  expect(externalKeyMessages.keyUsage(["ENCRYPT"])).toBe(
    "The key usage of the external key must include ENCRYPT and DECRYPT. The key usage of specified external key is ENCRYPT.",
  );
});
