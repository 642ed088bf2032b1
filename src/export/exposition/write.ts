/** The text of Prometheus' exposition format, version 0.0.4. Pure. */
import type { Family, Sample } from "./family.ts";

export const expositionContentType = "text/plain; version=0.0.4; charset=utf-8";

/** Families without samples are left out. */
export function writeFamilies(families: readonly Family[]): string {
  let text = "";
  for (const { name, help, type, samples } of families) {
    if (samples.length === 0) continue;
    text += `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n# TYPE ${name} ${type}\n`;
    for (const sample of samples) text += line(name, sample);
  }
  return text;
}

function line(name: string, { suffix = "", labels, value }: Sample): string {
  const set = labels.map(([label, text]) => `${label}="${escaped(text)}"`).join(",");
  return `${name}${suffix}${set === "" ? "" : `{${set}}`} ${numberText(value)}\n`;
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** As Go reads numbers. */
export function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
