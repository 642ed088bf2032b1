/** The five graphs of an external key store as a Grafana board over the exposition of this product. */

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** A line that is drawn across. */
  readonly line?: number;
}

const store = 'custom_key_store_id=~"$key_store"';

const panels: readonly Panel[] = [
  {
    title: "Total requests",
    unit: "reqps",
    queries: [
      {
        expr: `sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_requests_total{${store}}[$__rate_interval]))`,
        legend: "{{custom_key_store_id}}",
      },
    ],
    line: 1800,
  },
  {
    title: "Reliability",
    unit: "percent",
    queries: [
      {
        expr: `100 * (1 - (sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_errors_total{${store},error_type="Retryable"}[$__rate_interval])) or sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_requests_total{${store}}[$__rate_interval])) * 0) / sum by (custom_key_store_id) (rate(xkswatch_xks_proxy_requests_total{${store}}[$__rate_interval])))`,
        legend: "{{custom_key_store_id}}",
      },
    ],
  },
  {
    title: "Latency",
    unit: "s",
    queries: [
      {
        expr: `sum by (kms_operation, xks_operation) (rate(xkswatch_xks_proxy_latency_seconds_sum{${store}}[$__rate_interval])) / sum by (kms_operation, xks_operation) (rate(xkswatch_xks_proxy_latency_seconds_count{${store}}[$__rate_interval]))`,
        legend: "{{kms_operation}} {{xks_operation}}",
      },
    ],
    line: 0.25,
  },
  {
    title: "Top 5 exceptions",
    unit: "short",
    queries: [
      {
        expr: `topk(5, sum by (exception_name) (increase(xkswatch_xks_proxy_errors_total{${store},exception_name!="None"}[$__rate_interval])))`,
        legend: "{{exception_name}}",
      },
    ],
  },
  {
    title: "Certificate days to expire",
    unit: "d",
    queries: [
      {
        expr: `min by (certificate_name) (xkswatch_xks_proxy_certificate_expires_in_seconds{${store}}) / 86400`,
        legend: "{{certificate_name}}",
      },
    ],
    line: 10,
  },
];

const source = { type: "prometheus", uid: "${datasource}" };

/** The board as JSON, ready to be imported. */
export function grafanaBoard(): string {
  const board = {
    title: "External key stores",
    uid: "xkswatch-key-stores",
    schemaVersion: 39,
    time: { from: "now-3h", to: "now" },
    refresh: "1m",
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus", label: "Data source" },
        {
          name: "key_store",
          type: "query",
          label: "Key store",
          datasource: source,
          query: { query: "label_values(xkswatch_xks_proxy_requests_total, custom_key_store_id)", refId: "key_store" },
          refresh: 2,
          multi: true,
          includeAll: true,
        },
      ],
    },
    panels: panels.map((panel, i) => ({
      id: i + 1,
      type: "timeseries",
      title: panel.title,
      datasource: source,
      gridPos: { x: (i % 2) * 12, y: Math.floor(i / 2) * 8, w: 12, h: 8 },
      targets: panel.queries.map(({ expr, legend }, at) => ({
        refId: String.fromCharCode(65 + at),
        expr,
        legendFormat: legend,
        datasource: source,
      })),
      fieldConfig: {
        defaults: {
          unit: panel.unit,
          ...(panel.line !== undefined && {
            custom: { thresholdsStyle: { mode: "line" } },
            thresholds: {
              mode: "absolute",
              steps: [
                { color: "green", value: null },
                { color: "red", value: panel.line },
              ],
            },
          }),
        },
        overrides: [],
      },
    })),
  };
  return `${JSON.stringify(board, null, 2)}\n`;
}
