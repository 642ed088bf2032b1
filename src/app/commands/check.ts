/** `xkswatch check URL`: whether an XKS proxy, any one, holds to the specification, and whether AWS KMS would accept it. */
import { systemClock } from "../../lib/clock.ts";
import { type ReportForm, reports } from "../../tools/check/reports.ts";
import { runChecks } from "../../tools/check/run-checks.ts";
import type { SubjectOptions } from "../../tools/check/subject.ts";
import { externalKeyIdRule, isExternalKeyId, isUriEndpoint, isUriPath, uriEndpointRule, uriPathRule } from "../../xks/uri.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { readGiven, readProxyFile, writeGiven } from "./given-files.ts";

type Options = Readonly<Record<string, string | undefined>>;

export const check: Command = {
  words: ["check"],
  positionals: ["URL"],
  summary: "checks any XKS proxy against the XKS Proxy API specification and what AWS KMS would accept; status 1 if it fails",
  options: [
    {
      flag: "credentials",
      argument: "FILE",
      sentence: "the proxy configuration file (JSON, as the AWS console takes it) with path and credential",
    },
    { flag: "second-credentials", argument: "FILE", sentence: "another one, with a second live credential of the same path" },
    {
      flag: "key",
      argument: "ID",
      sentence: "an external key that may encrypt and decrypt; without it what is done with keys is left out",
    },
    { flag: "ca", argument: "FILE", sentence: "PEM certificate of a private CA that signed the proxy's certificate" },
    { flag: "timeout", argument: "MS", sentence: "how long to wait for one answer", fallback: "1500" },
    { flag: "report", argument: "FORM", sentence: `the form of the report: ${Object.keys(reports).join(", ")}`, fallback: "text" },
    { flag: "output", argument: "FILE", sentence: "where to write the report (default: standard output)" },
    { flag: "aws", sentence: "what AWS KMS would refuse counts as failure too" },
  ],
  async run({ positionals, options, print }) {
    const form = options["report"] ?? "text";
    if (!Object.hasOwn(reports, form)) throw new UsageError(`--report ${form}: must be one of ${Object.keys(reports).join(", ")}`);
    const report = await runChecks(subjectOf(positionals[0] ?? "", options));
    const text = reports[form as ReportForm](report, options["aws"] !== undefined);
    if (options["output"] === undefined) print(text);
    else writeGiven("output", options["output"], text);
    return report.conforms && (options["aws"] === undefined || report.awsWouldAccept) ? 0 : 1;
  },
};

function subjectOf(url: string, options: Options): SubjectOptions {
  const credentials = options["credentials"];
  if (credentials === undefined)
    throw new UsageError("--credentials FILE is missing: give the proxy configuration file with path and credential");
  const file = readProxyFile("credentials", credentials);
  const { endpoint, path } = splitUrl(url);
  const second = options["second-credentials"];
  const key = options["key"];
  if (key !== undefined && !isExternalKeyId(key)) throw new UsageError(`--key ${key}: must be ${externalKeyIdRule.form}`);
  const timeoutMs = Number(options["timeout"]);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 10_000) {
    throw new UsageError(`--timeout ${options["timeout"]}: must be a whole number from 1 to 10000`);
  }
  return {
    uriEndpoint: endpoint,
    uriPath: path ?? file.uriPath,
    accessKeyId: file.accessKeyId,
    secretAccessKey: file.secretAccessKey,
    ...(second !== undefined && { second: readProxyFile("second-credentials", second) }),
    ...(key !== undefined && { externalKeyId: key }),
    ...(options["ca"] !== undefined && { caPem: readGiven("ca", options["ca"]) }),
    timeoutMs,
    clock: systemClock,
  };
}

/** `https://host[:port]`, or with the whole path behind it. */
function splitUrl(url: string): { readonly endpoint: string; readonly path?: string } {
  const [, endpoint = "", path = ""] = /^(https?:\/\/[^/]*)(.*?)\/?$/.exec(url) ?? [];
  if (!isUriEndpoint(endpoint)) throw new UsageError(`URL ${url}: must begin with ${uriEndpointRule.form}`);
  if (path !== "" && !isUriPath(path)) throw new UsageError(`URL ${url}: its path must be ${uriPathRule.form}`);
  return { endpoint, ...(path !== "" && { path }) };
}
