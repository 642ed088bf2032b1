/**
 * The faults that a proxy with `--faults` has now: a JSON file in its data folder, `{ "faults": [ … ] }`, written by commands,
 * tests and demonstrations, read anew before each request.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { type XksOperation, xksOperations } from "../../model/xks-operation.ts";
import { xksErrorNames } from "../../xks/errors.ts";
import { healthStatuses } from "../../xks/operations.ts";
import { Section } from "../configuration/section.ts";
import { makePrivateFolder, readIfPresent, writePrivateFile } from "../private-files.ts";
import { certificateFaultNames } from "./certificates.ts";
import { type FaultKindName, faultKindNames, faultKinds, type FaultSettings } from "./fault-kinds.ts";

/** One fault: what happens, to which requests, how often. */
export interface Fault extends FaultSettings {
  readonly kind: FaultKindName;
  /** Only requests under this path prefix, e.g. "/demo". */
  readonly prefix?: string;
  readonly operation?: XksOperation;
  readonly externalKeyId?: string;
  /** Of the requests that match, 0 to 1; by default all. */
  readonly probability?: number;
  /** Ends after so many; by default never. */
  readonly count?: number;
  /** Ends so long after the file was written; by default never. */
  readonly seconds?: number;
}

export const faultPath = (dataDir: string): string => join(dataDir, "faults.json");

/** Puts these faults in place of all that were set; none: the proxy works well again. Counts start anew. */
export function setFaults(dataDir: string, faults: readonly Fault[]): void {
  makePrivateFolder(dataDir);
  const text = `${JSON.stringify({ faults }, undefined, 2)}\n`;
  parseFaults(faultPath(dataDir), text);
  writePrivateFile(faultPath(dataDir), text);
}

/** The faults that are set. @throws ProxyStartError for a broken file */
export function readFaults(dataDir: string): readonly Fault[] {
  const text = readIfPresent(faultPath(dataDir));
  return text === undefined ? [] : parseFaults(faultPath(dataDir), text);
}

/** Changes whenever the file does. */
export function faultMark(dataDir: string): string {
  const stat = statSync(faultPath(dataDir), { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs}` : "absent";
}

/** When the file was written, epoch ms. */
export function faultsWrittenAt(dataDir: string): number | undefined {
  return statSync(faultPath(dataDir), { throwIfNoEntry: false })?.mtimeMs;
}

function parseFaults(path: string, text: string): readonly Fault[] {
  return Section.parse(path, text).members("faults").faults.list(0, 100).map(readFault);
}

function readFault(section: Section): Fault {
  const members = section.members(
    "kind",
    "prefix",
    "operation",
    "externalKeyId",
    "probability",
    "count",
    "delayMs",
    "errorName",
    "status",
    "healthStatuses",
    "certificate",
    "seconds",
  );
  const kind = members.kind.oneOf(...faultKindNames);
  for (const needed of faultKinds[kind].needs ?? []) if (!members[needed].present) throw section.wrong(`of kind "${kind}" needs ${needed}`);
  if (faultKinds[kind].onConnections) {
    const narrow = (["prefix", "operation", "externalKeyId"] as const).find((name) => members[name].present);
    if (narrow) throw section.wrong(`of kind "${kind}" acts on connections, whatever is asked on them: leave ${narrow} out`);
  }
  return {
    kind,
    ...(members.prefix.present && { prefix: members.prefix.text("a path prefix", /^[^]*$/) }),
    ...(members.operation.present && { operation: members.operation.oneOf(...xksOperations) }),
    ...(members.externalKeyId.present && { externalKeyId: members.externalKeyId.text() }),
    ...(members.probability.present && { probability: members.probability.number(0, 1) }),
    ...(members.count.present && { count: members.count.integer(1, 1_000_000_000) }),
    ...(members.seconds.present && { seconds: members.seconds.number(0, 31_536_000) }),
    ...(members.certificate.present && { certificate: members.certificate.oneOf(...certificateFaultNames) }),
    ...(members.delayMs.present && { delayMs: members.delayMs.integer(0, 3_600_000) }),
    ...(members.errorName.present && { errorName: members.errorName.oneOf(...xksErrorNames) }),
    ...(members.status.present && { status: members.status.integer(200, 599) }),
    ...(members.healthStatuses.present && {
      healthStatuses: members.healthStatuses.list(1, 10).map((one) => one.oneOf(...healthStatuses)),
    }),
  };
}
