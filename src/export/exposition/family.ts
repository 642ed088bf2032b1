/** What Prometheus knows of a metric: a family of samples under one name. */

export interface Sample {
  /** What stands behind the family's name: "_bucket", "_sum" or "_count" in histograms. */
  readonly suffix?: string;
  /** In the order in which they are written. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}
