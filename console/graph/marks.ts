/** What a graph draws over its lines: thresholds and events. */
import uPlot from "uplot";
import { formatTick } from "./format.ts";
import { pageColours } from "./page-colours.ts";
import type { Threshold } from "./thresholds.ts";

interface Marks {
  readonly thresholds: readonly Threshold[];
  readonly thresholdColour: string;
  readonly unit: string;
  /** Epoch seconds. */
  readonly events: readonly { readonly at: number; readonly label: string }[];
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

/** What happened to the key store, as marks on the time axis. */
export function drawEvents(u: uPlot, drawing: Marks): void {
  const { ctx } = u;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = pageColours().text;
  ctx.strokeStyle = pageColours().text;
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  for (const { at } of drawing.events) {
    const [from, to] = [u.scales["x"]?.min ?? 0, u.scales["x"]?.max ?? 0];
    if (at < from || at > to) continue;
    const x = u.valToPos(at, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, u.bbox.top);
    ctx.lineTo(x, u.bbox.top + u.bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, u.bbox.top, 3 * ratio, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.restore();
}
