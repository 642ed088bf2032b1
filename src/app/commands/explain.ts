/** `xkswatch explain TEXT|CODE|REQUEST-ID`: what is behind it, whose it is, and what to do. */
import { asLocalAdministrator } from "../as-local-administrator.ts";
import type { Command } from "./command.ts";
import { orUsageError } from "./refused.ts";

interface Finding {
  readonly Title: string;
  readonly Owner: string;
  readonly Cause: string;
  readonly Remedy: string;
  readonly Evidence: readonly string[];
  readonly Interactions: readonly { readonly At: number; readonly KmsRequestId: string; readonly Failure?: { readonly Detail: string } }[];
}

export const explain: Command = {
  words: ["explain"],
  positionals: ["QUESTION"],
  summary: "explains a message, an exception or error code, or a request id: cause, owner, remedy and the interactions",
  async run({ configuration, positionals, print }) {
    return asLocalAdministrator(configuration, async (administrator) => {
      const { Findings: findings } = await orUsageError(
        administrator.call<{ Findings: Finding[] }>("XkswatchConsole.Explain", { Question: positionals[0] }),
      );
      if (findings.length === 0) {
        print("Nothing is known of this. Give the whole message, an exception's or error code's name, or a request id.\n");
        return 1;
      }
      print(findings.map(asText).join("\n"));
      return 0;
    });
  },
};

function asText(finding: Finding): string {
  const lines = [finding.Title, `  Owner   ${finding.Owner}`, `  Cause   ${finding.Cause}`, `  Remedy  ${finding.Remedy}`];
  if (finding.Evidence.length > 0) return `${[...lines, ...finding.Evidence.map((line) => `          ${line}`)].join("\n")}\n`;
  const latest = finding.Interactions.map(
    (interaction) =>
      `          ${new Date(interaction.At * 1000).toISOString()}  ${interaction.KmsRequestId}  ${interaction.Failure?.Detail ?? ""}`,
  );
  return `${[...lines, ...(latest.length > 0 ? ["  Latest", ...latest] : [])].join("\n")}\n`;
}
