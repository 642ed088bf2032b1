/** Alarms as Prometheus alerting rules over the exposition of this product. */
import type { AlarmFile } from "./alarm-file.ts";

/** A text as YAML reads it: JSON's strings are YAML's. */
const quoted = (text: string): string => JSON.stringify(text);

export const prometheusRules: AlarmFile = {
  sentence: "Prometheus alerting rules",
  write(alarms) {
    const rules = alarms.flatMap(({ id, promql, input }) =>
      promql === undefined
        ? []
        : [
            `      - alert: ${quoted(input.AlarmName)}`,
            `        expr: ${quoted(promql)}`,
            "        labels:",
            `          recommendation: ${quoted(id)}`,
            "        annotations:",
            // Braces would begin a template of Prometheus' own; there are none in these texts.
            `          summary: ${quoted(input.AlarmName)}`,
            `          description: ${quoted(input.AlarmDescription)}`,
          ],
    );
    return `${["groups:", "  - name: xkswatch", "    rules:", ...rules].join("\n")}\n`;
  },
};
