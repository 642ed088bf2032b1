/** What a graph draws over its lines: thresholds and events. */
import uPlot from "uplot";
import type { Columns } from "./columns.ts";
import { formatTick } from "./format.ts";
import type { GraphEvent } from "./graph-events.ts";
import { pageColours } from "./page-colours.ts";
import type { Threshold } from "./thresholds.ts";

interface Marks {
  readonly thresholds: readonly Threshold[];
  readonly thresholdColour: string;
  readonly unit: string;
  readonly events: readonly GraphEvent[];
  readonly columns: Pick<Columns, "times" | "periodSeconds">;
}

/** Lines at fixed values with their labels. */
export function drawThresholds(u: uPlot, drawing: Marks): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  const [low, high] = [u.scales["y"]?.min ?? 0, u.scales["y"]?.max ?? 0];
  ctx.save();
  ctx.font = `${11 * ratio}px "Open Sans", "Helvetica Neue", Roboto, Arial, sans-serif`;
  ctx.textAlign = "right";
  const right = u.bbox.left + u.bbox.width;
  for (const { value, label } of drawing.thresholds) {
    ctx.fillStyle = drawing.thresholdColour;
    ctx.strokeStyle = drawing.thresholdColour;
    if (value > high) {
      // Far above the data: a label at the top edge in place of a line, so that the data keep their height.
      ctx.textBaseline = "bottom";
      ctx.fillText(`${label} ↑ ${formatTick(value, drawing.unit)}`, right, u.bbox.top - 2 * ratio);
      continue;
    }
    if (value < low) continue;
    const y = u.valToPos(value, "y", true);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(u.bbox.left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    ctx.textBaseline = y - u.bbox.top < 14 * ratio ? "top" : "bottom";
    ctx.fillText(label, right - 4 * ratio, y + (ctx.textBaseline === "top" ? 3 : -3) * ratio);
  }
  ctx.restore();
}

/** Readable on light and dark. Shape tells the kind, so that colour need not. */
const toneColours: Readonly<Record<Exclude<GraphEvent["tone"], "neutral">, string>> = { good: "#1a9c50", bad: "#e0483e" };

/** What happened to the key store, as marks on the time axis: a dot for its connection, a triangle for an alarm. */
export function drawEvents(u: uPlot, drawing: Marks): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  const [from, to] = [u.scales["x"]?.min ?? 0, u.scales["x"]?.max ?? 0];
  ctx.save();
  ctx.lineWidth = ratio;
  const { times, periodSeconds } = drawing.columns;
  const last = times.at(-1) ?? to;
  for (const { at: moment, kind, tone } of drawing.events) {
    // The axis ends where the newest period begins: what happened within that one stands at the edge.
    const at = moment < last + periodSeconds ? Math.min(moment, last) : moment;
    if (at < from || at > to) continue;
    const x = u.valToPos(at, "x", true);
    const top = u.bbox.top;
    ctx.strokeStyle = tone === "neutral" ? pageColours().text : toneColours[tone];
    ctx.fillStyle = ctx.strokeStyle;
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + u.bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    if (kind === "connection") ctx.arc(x, top, 4 * ratio, 0, Math.PI * 2);
    else {
      ctx.moveTo(x - 5 * ratio, top - 5 * ratio);
      ctx.lineTo(x + 5 * ratio, top - 5 * ratio);
      ctx.lineTo(x, top + 4 * ratio);
      ctx.closePath();
    }
    ctx.fill();
  }
  ctx.restore();
}
