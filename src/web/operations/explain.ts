/** Explain: whatever message, code or request id a user holds leads to cause, owner, remedy and the interactions. */
import { operation } from "../../aws/operation.ts";
import { list, required, string, structure } from "../../lib/schema.ts";
import { evidenceOver } from "../evidence.ts";
import { interactionOutput, shapeInteraction } from "../interaction-shape.ts";
import type { WebContext } from "../web-context.ts";

export const explain = operation<WebContext>()({
  name: "Explain",
  access: "viewer",
  input: structure("ExplainRequest", { Question: required(string({ length: [1, 4096] })) }),
  output: structure("ExplainResponse", {
    /** Empty where nothing was recognized. */
    Findings: required(
      list(
        structure("Finding", {
          Recognized: required(string()),
          Title: required(string()),
          Owner: required(string()),
          Cause: required(string()),
          Remedy: required(string()),
          Message: string(),
          ExceptionName: string(),
          Evidence: required(list(string())),
          Interactions: required(list(interactionOutput)),
        }),
      ),
    ),
  }),
  async handle({ Question }, { context }) {
    const findings = await context.explain(Question, evidenceOver(context.interactions));
    return {
      Findings: findings.map((finding) => ({
        Recognized: finding.recognized,
        Title: finding.title,
        Owner: finding.owner,
        Cause: finding.cause,
        Remedy: finding.remedy,
        ...(finding.message !== undefined && { Message: finding.message }),
        ...(finding.exceptionName !== undefined && { ExceptionName: finding.exceptionName }),
        Evidence: [...finding.evidence],
        Interactions: finding.interactions.map(shapeInteraction),
      })),
    };
  },
});
