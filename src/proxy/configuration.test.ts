import { describe, expect, it } from "vitest";
import { defaultRequestsInFlight, parseConfiguration } from "./configuration.ts";

const credentials = { accessKeyId: "AKIAI2SFODNN7EXAMPLE", secretAccessKey: "s".repeat(43) };
const other = { accessKeyId: "B".repeat(20), secretAccessKey: "t".repeat(64) };
const store = (changes: object = {}) => ({ keyStores: { "/demo": { credentials: [credentials], ...changes } } });
const parse = (value: unknown) => parseConfiguration("proxy.json", typeof value === "string" ? value : JSON.stringify(value));

describe("the configuration file", () => {
  it("needs key stores with credentials only", () => {
    const { keyStores, keyManagers, tls, requestsInFlight } = parse(store());
    expect(keyStores).toEqual([{ uriPath: "/demo/kms/xks/v1", credentials: [credentials], keyManagers: ["software"] }]);
    expect(keyManagers.map(({ name }) => name)).toEqual(["software"]);
    expect([tls, requestsInFlight]).toEqual([{ names: [] }, defaultRequestsInFlight]);
  });

  it("may have no path prefix at all", () => {
    expect(parse({ keyStores: { "": { credentials: [credentials] } } }).keyStores[0]?.uriPath).toBe("/kms/xks/v1");
  });

  it("may have two credentials, several key managers and access rules", () => {
    const rules = [{ effect: "allow", principals: ["arn:aws:iam::123456789012:*"] }];
    const value = {
      ...store({
        credentials: [credentials, other],
        keyManagers: ["second", "first"],
        failOverAfterMs: 50,
        access: { mode: "audit", rules },
      }),
      keyManagers: { first: { kind: "software" }, second: { kind: "software" } },
    };
    expect(parse(value).keyStores[0]).toMatchObject({
      credentials: [credentials, other],
      keyManagers: ["second", "first"],
      failOverAfterMs: 50,
      access: { mode: "audit", rules: [{ id: "1", effect: "allow", principals: ["arn:aws:iam::123456789012:*"] }] },
    });
  });

  it.each<[complaint: string, value: unknown]>([
    ["proxy.json is not JSON", "{"],
    ["proxy.json: the file must be an object", "[]"],
    ['proxy.json: the file has an unknown member "keystores"; it may have keyStores, keyManagers', { keystores: {} }],
    ["proxy.json: keyStores must be an object", {}],
    ['proxy.json: keyStores["demo"] is not a path prefix', { keyStores: { demo: { credentials: [credentials] } } }],
    ['proxy.json: keyStores["/demo"].credentials must be an array of 1 to 2 entries', store({ credentials: [] })],
    ["must be an array of 1 to 2 entries", store({ credentials: [credentials, other, credentials] })],
    [".credentials[0].secretAccessKey must be 43 to 64 of", store({ credentials: [{ ...credentials, secretAccessKey: "s".repeat(42) }] })],
    ["keyStores has the access key id AKIAI2SFODNN7EXAMPLE twice", store({ credentials: [credentials, credentials] })],
    ['keyStores["/demo"].requestsPerSecond must be a whole number from 1 to 1000000', store({ requestsPerSecond: 0 })],
    ['keyStores["/demo"].keyManagers[0] must be "software"', store({ keyManagers: ["hsm"] })],
    ['.access.rules[0].effect must be "allow" or "deny"', store({ access: { rules: [{}] } })],
    ['.access.rules[0] has an unknown member "principal"', store({ access: { rules: [{ effect: "deny", principal: "x" }] } })],
    ['keyManagers["a b"] must have a name', { ...store(), keyManagers: { "a b": { kind: "software" } } }],
    ['keyManagers["a"].kind must be "software" or "pkcs11" or "remote"', { ...store(), keyManagers: { a: { kind: "kmip" } } }],
    ['keyManagers["a"] needs a kind: software, pkcs11, remote', { ...store(), keyManagers: { a: {} } }],
    ["tls needs certificateFile and keyFile together", { ...store(), tls: { certificateFile: "/nowhere" } }],
    [
      "tls.clientAuthentication.caFile names /nowhere, which does not exist",
      { ...store(), tls: { clientAuthentication: { caFile: "/nowhere", subjects: ["x"] } } },
    ],
    ["limits.requestsInFlight must be a whole number", { ...store(), limits: { requestsInFlight: 1.5 } }],
    ["observation.port must be a whole number from 0 to 65535", { ...store(), observation: {} }],
  ])("says: %s", (complaint, value) => {
    expect(() => parse(value)).toThrow(complaint);
  });

  it("does not tell secrets in its complaints", () => {
    const secret = "-".repeat(43);
    expect(() => parse(store({ credentials: [{ ...credentials, secretAccessKey: secret }] }))).toThrow(expect.not.stringContaining(secret));
    expect(() => parse(`{"secretAccessKey": "${secret}" "x"}`)).toThrow(expect.not.stringContaining(secret));
  });
});
