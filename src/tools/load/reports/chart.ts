/** A line chart as SVG text: no script, no font, no file from elsewhere. */

export interface ChartLine {
  readonly title: string;
  /** A class of the page's style: its colour and strength. */
  readonly style: string;
  /** In ascending order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly ChartLine[];
  /** A level that is drawn across, such as 250 ms. */
  readonly limit: { readonly y: number; readonly title: string };
  /** Where x is marked, and with what; by default round values. */
  readonly xMarks?: readonly (readonly [x: number, title: string])[];
  readonly logarithmic?: boolean;
}

const width = 900;
const height = 280;
const edge = { left: 64, right: 16, top: 12, bottom: 40 };

/** @param escape makes a text safe inside of XML */
export function chartSvg(chart: Chart, escape: (text: string) => string): string {
  const points = chart.lines.flatMap((line) => line.points);
  const xs = points.map(([x]) => x);
  const [xFirst, xLast] = [least(xs), Math.max(most(xs), least(xs) + 1e-9)];
  const yLast = Math.max(most(points.map(([, y]) => y)), chart.limit.y) * 1.08;
  const yFirst = chart.logarithmic ? Math.max(0.01, least(points.map(([, y]) => y).filter((y) => y > 0)) / 1.5) : 0;
  const px = (x: number): number => edge.left + ((x - xFirst) / (xLast - xFirst)) * (width - edge.left - edge.right);
  const share = (y: number): number => (chart.logarithmic ? Math.log(Math.max(y, yFirst) / yFirst) / Math.log(yLast / yFirst) : y / yLast);
  const py = (y: number): number => height - edge.bottom - share(y) * (height - edge.top - edge.bottom);
  const line = ({ style, points: own, title }: ChartLine): string =>
    `<polyline class="line ${style}" points="${own.map(([x, y]) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`).join(" ")}"><title>${escape(title)}</title></polyline>`;
  const xMarks = chart.xMarks ?? roundValues(xFirst, xLast, 8).map((x) => [x, String(x)] as const);
  const yMarks = chart.logarithmic ? decades(yFirst, yLast) : roundValues(0, yLast, 5);
  const limitY = py(chart.limit.y).toFixed(1);
  return [
    `<figure><figcaption>${escape(chart.title)}: ${chart.lines.map(({ title, style }) => `<span class="key ${style}">${escape(title)}</span>`).join(" ")}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(chart.title)}">`,
    ...yMarks.map((y) => {
      const at = py(y).toFixed(1);
      return `<line class="grid" x1="${edge.left}" x2="${width - edge.right}" y1="${at}" y2="${at}"/><text x="${edge.left - 6}" y="${at}" dy="4" text-anchor="end">${y}</text>`;
    }),
    ...xMarks.map(
      ([x, text]) => `<text x="${px(x).toFixed(1)}" y="${height - edge.bottom + 16}" text-anchor="middle">${escape(text)}</text>`,
    ),
    `<text x="${(edge.left + width - edge.right) / 2}" y="${height - 4}" text-anchor="middle">${escape(chart.xTitle)}</text>`,
    `<text transform="translate(12 ${height / 2}) rotate(-90)" text-anchor="middle">${escape(chart.yTitle)}</text>`,
    `<line class="limit" x1="${edge.left}" x2="${width - edge.right}" y1="${limitY}" y2="${limitY}"/>`,
    `<text class="limit-text" x="${width - edge.right}" y="${limitY}" dy="-4" text-anchor="end">${escape(chart.limit.title)}</text>`,
    ...chart.lines.map(line),
    "</svg></figure>",
  ].join("\n");
}

// Spreading an array into Math.max overflows the stack when it is long.
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
const least = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** About so many round numbers from `first` to `last`. */
export function roundValues(first: number, last: number, count: number): readonly number[] {
  const rough = (last - first) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const values: number[] = [];
  for (let index = Math.ceil(first / step); index * step <= last; index++) values.push(Number((index * step).toPrecision(12)));
  return values;
}

function decades(first: number, last: number): readonly number[] {
  const values: number[] = [];
  for (let power = Math.ceil(Math.log10(first)); 10 ** power <= last; power++) values.push(Number((10 ** power).toPrecision(3)));
  return values;
}
