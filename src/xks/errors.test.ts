import { describe, expect, it } from "vitest";
import { xksExceptionNames } from "../model/xks-failures.ts";
import { printableMessage, xksErrorNames, xksErrors, XksProxyError } from "./errors.ts";

describe("the error table", () => {
  it("has every name that the KMS side knows from a proxy", () => {
    const fromProxies = xksExceptionNames.filter((name) => name !== "XksProxyUnreachableException");
    expect([...xksErrorNames].sort()).toEqual([...fromProxies].sort());
  });

  it.each(xksErrorNames)("%s has a sentence that may be sent as it is", (name) => {
    const { message, status } = new XksProxyError(name);
    expect(printableMessage(message)).toBe(message);
    expect(status).toBe(xksErrors[name].status);
  });
});

describe("printableMessage", () => {
  it("replaces what is not printable ASCII, one character for one", () => {
    expect(printableMessage("key „a“\n\u{1f511}!")).toBe("key ?a???!");
  });

  it("cuts at 511 characters", () => {
    expect(printableMessage("x".repeat(600))).toHaveLength(511);
  });
});
