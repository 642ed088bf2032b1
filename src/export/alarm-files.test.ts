/** Alarms written out for elsewhere. That Terraform and promtool take them is checked by hand; here stands what they rest on. */
import { describe, expect, it } from "vitest";
import { recommendedAlarms } from "../alarms/recommended.ts";
import { alarmFileNames, alarmFiles } from "./alarm-files.ts";
import { catalogue, labelName } from "./exposition/catalogue.ts";
import { grafanaBoard } from "./grafana-board.ts";

const alarms = recommendedAlarms({ keyStoreId: "cks-1", name: "O'Brien's \"bank\" ${x}", notify: ["arn:aws:sns:us-east-1:1:ops"] });

it.each(alarmFileNames)("%s names every alarm that has a condition of its own", (name) => {
  const text = alarmFiles[name].write(alarms);
  const wanted = name === "prometheus" ? alarms.filter(({ promql }) => promql !== undefined) : alarms;
  expect(text.split(/certificate expiration/).length).toBeGreaterThan(1);
  for (const { input } of wanted) expect(text).toContain(input.AlarmName.slice(input.AlarmName.indexOf("${x}") + 5));
});

describe("CloudFormation", () => {
  const template = JSON.parse(alarmFiles.cloudformation.write(alarms)) as {
    Resources: Record<string, { Type: string; DependsOn?: string[]; Properties: { Metrics?: { Expression?: string; Period?: number }[] } }>;
  };
  it("gives every Metrics Insights query its period, and the composite alarm its children first", () => {
    for (const { Properties } of Object.values(template.Resources)) {
      for (const { Expression, Period } of Properties.Metrics ?? [])
        if (Expression?.startsWith("SELECT")) expect(Period).toBeGreaterThanOrEqual(60);
    }
    expect(template.Resources["ReliabilityBudget"]?.DependsOn).toEqual(["ReliabilityBudget300", "ReliabilityBudget3600"]);
    for (const id of Object.keys(template.Resources)) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  });
});

it("Terraform's templates do not begin by accident", () => {
  const text = alarmFiles.terraform.write(alarms);
  expect(text).toContain("$${x} certificate expiration");
  expect(text).not.toMatch(/[^$]\$\{/);
});

it("lines of the CLI keep apostrophes from the shell", () => {
  const [line = ""] = alarmFiles.cli.write(alarms).split("\n");
  expect(line).toMatch(/^aws cloudwatch put-metric-alarm --cli-input-json '/);
  expect(line).toContain("O'\\''Brien'\\''s");
});

describe("what Prometheus is asked for", () => {
  const families = new Set(
    catalogue.flatMap(({ family, shows }) => (shows === "histogram" ? [`${family}_sum`, `${family}_count`] : [family])),
  );
  const labels = new Set(
    [
      "CustomKeyStoreId",
      "KmsOperation",
      "XksOperation",
      "KeySpec",
      "ErrorType",
      "ExceptionName",
      "CertificateName",
      "XksExternalKeyManagerState",
    ].map(labelName),
  );
  const texts = [...alarms.flatMap(({ promql }) => promql ?? []), grafanaBoard()];

  it("is what the exposition tells", () => {
    for (const text of texts) {
      const named = text.match(/xkswatch_[a-z_]+/g) ?? [];
      expect(named.length).toBeGreaterThan(0);
      for (const name of named) expect(families).toContain(name);
      for (const [, name = ""] of text.matchAll(/[{,]([a-z_]+)(?:=~?|!=)\\?"/g)) expect(labels).toContain(name);
    }
  });
});

it("Grafana's board holds the five graphs", () => {
  const board = JSON.parse(grafanaBoard()) as { panels: { title: string }[] };
  expect(board.panels.map(({ title }) => title)).toEqual([
    "Total requests",
    "Reliability",
    "Latency",
    "Top 5 exceptions",
    "Certificate days to expire",
  ]);
});
