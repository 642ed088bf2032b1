import { expect, test } from "vitest";
import { createInput, emptyFields, problemsOf, readConfigurationFile, updateInput } from "./key-store-form.ts";

const good = {
  ...emptyFields,
  name: "paris",
  uriEndpoint: "https://xks.example.com:8443",
  pathPrefix: "/paris",
  accessKeyId: "ABCDEFGHIJKLMNOPQRST",
  secretAccessKey: "s".repeat(43),
};

test("good fields have no problem, a port and an empty prefix are allowed", () => {
  expect(problemsOf(good)).toEqual({});
  expect(problemsOf({ ...good, pathPrefix: "" })).toEqual({});
});

test.each([
  ["name", { name: " " }],
  ["uriEndpoint", { uriEndpoint: "http://xks.example.com" }],
  ["uriEndpoint", { uriEndpoint: "https://xks.example.com/path" }],
  ["pathPrefix", { pathPrefix: "paris" }],
  ["pathPrefix", { pathPrefix: "/paris/" }],
  ["accessKeyId", { accessKeyId: "AKIA0" }],
  ["secretAccessKey", { secretAccessKey: "short" }],
  ["vpcEndpointServiceName", { connectivity: "VPC_ENDPOINT_SERVICE" as const }],
])("a bad %s is told at its field", (field, change) => {
  expect(Object.keys(problemsOf({ ...good, ...change }))).toEqual([field]);
});

test("editing leaves the credential alone unless a part of it is entered", () => {
  const before = { ...good, secretAccessKey: "" };
  expect(problemsOf(before, before)).toEqual({});
  expect(Object.keys(problemsOf({ ...before, accessKeyId: "ABCDEFGHIJKLMNOPQRSU" }, before))).toEqual(["secretAccessKey"]);
});

test("a configuration file fills path and credential", () => {
  const file = { XksProxyUriPath: "/p/kms/xks/v1", XksProxyAuthenticationCredential: { AccessKeyId: "A", RawSecretAccessKey: "S" } };
  expect(readConfigurationFile(JSON.stringify(file), 100)).toEqual({ pathPrefix: "/p", accessKeyId: "A", secretAccessKey: "S" });
});

test.each([
  ["{", 1, "not JSON"],
  ["null", 4, "not a JSON object"],
  ["{}", 70_000, "64 KB"],
  ["{}", 2, "XksProxyUriPath"],
  ['{"XksProxyUriPath":"/p"}', 2, "does not end in"],
  ['{"XksProxyUriPath":"/kms/xks/v1"}', 2, "AccessKeyId"],
  ['{"XksProxyUriPath":"/kms/xks/v1","XksProxyAuthenticationCredential":{"AccessKeyId":"A"}}', 2, "RawSecretAccessKey"],
])("the file %s is refused with its part", (text, bytes, part) => {
  expect(readConfigurationFile(text, bytes)).toContain(part);
});

test("creating appends the path's suffix", () => {
  expect(createInput(good)).toMatchObject({ XksProxyUriPath: "/paris/kms/xks/v1", CustomKeyStoreType: "EXTERNAL_KEY_STORE" });
});

test("updating sends only what changed", () => {
  const before = { ...good, secretAccessKey: "" };
  expect(updateInput(before, before)).toEqual({ input: {}, changes: [] });
  expect(updateInput({ ...before, name: "lyon", pathPrefix: "" }, before)).toEqual({
    input: { NewCustomKeyStoreName: "lyon", XksProxyUriPath: "/kms/xks/v1" },
    changes: ["name", "proxy URI path"],
  });
});
