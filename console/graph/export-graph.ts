/** A graph taken out of the console: its numbers as CSV, its picture as PNG. */
import type { Columns } from "./columns.ts";

/** Times in ISO UTC, one column per line, gaps empty; quoted as RFC 4180 says. */
export function csvOf(columns: Columns): string {
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = ["Time", ...columns.lines.map(({ label }) => label)].map(quote).join(",");
  const rows = columns.times.map((time, index) =>
    [new Date(time * 1000).toISOString().replace(".000Z", "Z"), ...columns.lines.map(({ values }) => values[index] ?? "")].join(","),
  );
  return [head, ...rows, ""].join("\r\n");
}

/** Offers bytes for download under a name. */
export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The picture of a drawn graph with its title, time and legend on the page's background. */
export async function pngOf(
  canvas: HTMLCanvasElement,
  title: string,
  subtitle: string,
  legend: readonly { readonly color: string; readonly label: string }[],
): Promise<Blob> {
  const ratio = canvas.width / (canvas.clientWidth || canvas.width);
  const line = 18 * ratio;
  const head = 46 * ratio;
  const picture = document.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height + head + line * (legend.length + 1);
  const context = picture.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures");
  const style = getComputedStyle(document.documentElement);
  context.fillStyle = style.getPropertyValue("--graph-bg").trim() || "#ffffff";
  context.fillRect(0, 0, picture.width, picture.height);
  const text = style.getPropertyValue("--graph-text").trim() || "#000000";
  context.fillStyle = text;
  context.font = `bold ${15 * ratio}px sans-serif`;
  context.fillText(title, 12 * ratio, 20 * ratio);
  context.font = `${12 * ratio}px sans-serif`;
  context.fillText(subtitle, 12 * ratio, 38 * ratio);
  context.drawImage(canvas, 0, head);
  legend.forEach(({ color, label }, index) => {
    const y = head + canvas.height + line * (index + 0.8);
    context.fillStyle = color;
    context.fillRect(12 * ratio, y - 9 * ratio, 12 * ratio, 10 * ratio);
    context.fillStyle = text;
    context.fillText(label, 30 * ratio, y);
  });
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be made"))), "image/png");
  });
}
