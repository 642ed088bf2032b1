/** `xkswatch load TARGET`: load on an XKS proxy or a KMS endpoint, with a report and a verdict; can search the capacity. */
import { systemClock } from "../../lib/clock.ts";
import type { CapacityStep } from "../../tools/load/capacity-search.ts";
import { liveLine } from "../../tools/load/live-line.ts";
import { LoadTargetError, runLoad } from "../../tools/load/load.ts";
import type { LoadReport } from "../../tools/load/load-report.ts";
import { loadReports } from "../../tools/load/reports.ts";
import type { LoadProgress } from "../../tools/load/run-stage.ts";
import { UsageError } from "../usage-error.ts";
import type { Command, CommandInput } from "./command.ts";
import { writeGiven } from "./given-files.ts";
import { loadOptionTable, readLoadOptions } from "./load-options.ts";

export const load: Command = {
  words: ["load"],
  positionals: ["TARGET"],
  summary:
    "puts load on an XKS proxy or a KMS endpoint, open loop, and reports latencies and the rate that holds within 250 ms; status 1 if the profile's does not",
  options: loadOptionTable,
  async run(input) {
    const options = await readLoadOptions(input, process.env);
    for (const form of fileForms) if (input.options[form] !== undefined) writeGiven(form, input.options[form], "");
    const stop = stopSignal();
    const screen = new Screen(process.stderr);
    try {
      const report = await runLoad({
        ...options,
        clock: systemClock,
        soon: setImmediate,
        stopped: stop.told,
        onProgress: (progress) => screen.progress(progress),
        onStep: (step, holds) => screen.step(step, holds),
      });
      screen.clear();
      write(report, input);
      return stop.told() || report.verdict.holds ? 0 : 1;
    } catch (error) {
      if (error instanceof LoadTargetError) throw new UsageError(error.message);
      throw error;
    } finally {
      stop.off();
    }
  },
};

/** Reports with a file of their own; they are made before the load, so that no run ends without its report. */
const fileForms = ["json", "html", "percentiles"] as const;

function write(report: LoadReport, { options, print }: CommandInput): void {
  for (const form of fileForms) {
    const path = options[form];
    if (path !== undefined) writeGiven(form, path, loadReports[form](report));
  }
  print(loadReports.text(report));
}

/** SIGTERM and Ctrl-C end the run early; what was measured is reported. Keeps the process here while no socket is open. */
function stopSignal(): { readonly told: () => boolean; readonly off: () => void } {
  let told = false;
  const onSignal = (): void => void (told = true);
  const alive = setInterval(() => undefined, 1000);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, onSignal);
  return {
    told: () => told,
    off() {
      clearInterval(alive);
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.off(signal, onSignal);
    },
  };
}

/** One line that is written over on a terminal; elsewhere a plain line now and then. */
class Screen {
  readonly #stream: NodeJS.WriteStream;
  #plainAt = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  progress(progress: LoadProgress): void {
    const line = liveLine(progress);
    if (this.#stream.isTTY) this.#stream.write(`\r\u001b[K${line.slice(0, this.#stream.columns - 1)}`);
    else if (systemClock.monotonic() >= this.#plainAt) {
      this.#plainAt = systemClock.monotonic() + plainMs;
      this.#stream.write(`${line}\n`);
    }
  }

  step({ rate, due, missed, refused, thorough }: CapacityStep, holds: boolean): void {
    this.clear();
    const share = (count: number): string => `${((100 * count) / Math.max(1, due)).toFixed(1)} %`;
    const kind = thorough ? "thorough" : "short   ";
    this.#stream.write(
      `${String(rate).padStart(6)}/s  ${kind}  missed ${share(missed).padStart(7)}, refused ${share(refused).padStart(7)}  ${holds ? "holds" : "does not hold"}\n`,
    );
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[K");
  }
}

const plainMs = 5000;
