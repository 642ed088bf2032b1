/** What a plane's process takes of the machine: told over the plane link by data planes, shown at /metrics and pushed by remote write. */
import type { Family } from "../../export/exposition.ts";
import type { Clock } from "../../lib/clock.ts";

export interface ProcessFigures {
  readonly plane: "data" | "management";
  readonly pid: number;
  /** Epoch ms. */
  readonly startedAt: number;
  /** User and system time. */
  readonly processorSeconds: number;
  readonly residentBytes: number;
}

/** The figures of this process, whenever they are asked for. */
export function ownFigures(plane: ProcessFigures["plane"], clock: Pick<Clock, "now">): () => ProcessFigures {
  const startedAt = clock.now();
  return () => {
    const { user, system } = process.cpuUsage();
    return { plane, pid: process.pid, startedAt, processorSeconds: (user + system) / 1e6, residentBytes: process.memoryUsage.rss() };
  };
}

const shown: readonly (Omit<Family, "samples"> & { readonly value: (of: ProcessFigures) => number })[] = [
  {
    name: "process_cpu_seconds_total",
    help: "Processor time of a process of xkswatch, in seconds.",
    type: "counter",
    value: ({ processorSeconds }) => processorSeconds,
  },
  {
    name: "process_resident_memory_bytes",
    help: "Memory of a process of xkswatch that is in RAM, in bytes.",
    type: "gauge",
    value: ({ residentBytes }) => residentBytes,
  },
  {
    name: "process_start_time_seconds",
    help: "When a process of xkswatch started, in seconds since the epoch.",
    type: "gauge",
    value: ({ startedAt }) => startedAt / 1000,
  },
];

/** Under the names that Prometheus' own clients give them; a plane may have several processes. */
export const processFamilies = (processes: readonly ProcessFigures[]): Family[] =>
  shown.map(({ name, help, type, value }) => ({
    name,
    help,
    type,
    samples: processes.map((figures) => ({
      labels: [
        ["plane", figures.plane],
        ["pid", String(figures.pid)],
      ],
      value: value(figures),
    })),
  }));
