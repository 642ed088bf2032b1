/** `xkswatch faults`: shows or sets the faults that a bundled proxy started with `--faults` has. */
import { type Fault, readFaults, setFaults } from "../../proxy/faults/fault-file.ts";
import { faultKinds } from "../../proxy/faults/fault-kinds.ts";
import { pathsIn, prepareDataDirectory } from "../data-directory.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { orProxyUsageError } from "./proxy-refused.ts";

export const faults: Command = {
  words: ["faults"],
  positionals: ["[FAULTS]"],
  summary: `shows the bundled proxy's faults, or sets them: a JSON list such as '[{"kind":"delay","delayMs":300}]', or none; kinds: ${Object.keys(faultKinds).join(", ")}`,
  async run({ configuration, positionals, print }) {
    await prepareDataDirectory(configuration.dataDirectory, { shared: true });
    const { proxyDirectory } = pathsIn(configuration.dataDirectory);
    const [given] = positionals;
    if (given !== undefined) await orProxyUsageError(() => setFaults(proxyDirectory, parse(given)));
    const set = await orProxyUsageError(() => readFaults(proxyDirectory));
    print(set.length === 0 ? "No faults are set.\n" : set.map((fault) => `${JSON.stringify(fault)}\n`).join(""));
  },
};

/** What a fault may be is checked where it is written. */
function parse(text: string): readonly Fault[] {
  if (text === "none") return [];
  try {
    const list = JSON.parse(text) as Fault | readonly Fault[];
    return Array.isArray(list) ? (list as readonly Fault[]) : [list as Fault];
  } catch {
    throw new UsageError(`faults ${text}: must be a JSON list of faults, or none`);
  }
}
