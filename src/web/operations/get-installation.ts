/** GetInstallation: where this xkswatch is, which version, and how much it keeps. */
import { operation } from "../../aws/operation.ts";
import { double, required, string, structure } from "../../lib/schema.ts";
import type { WebContext } from "../web-context.ts";

export const getInstallation = operation<WebContext>()({
  name: "GetInstallation",
  access: "viewer",
  input: structure("GetInstallationRequest", {}),
  output: structure("GetInstallationResponse", {
    Version: required(string()),
    Region: required(string()),
    AccountId: required(string()),
    Address: required(string()),
    /** Bytes on disk of state, metrics and interactions together. */
    DataBytes: required(double()),
  }),
  async handle(_input, { context }) {
    const { version, installation } = context;
    return {
      Version: version,
      Region: installation.region,
      AccountId: installation.accountId,
      Address: installation.address,
      DataBytes: await context.dataBytes(),
    };
  },
});
