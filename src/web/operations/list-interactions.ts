/** ListInteractions: the interactions behind a datapoint, filtered, in pages, and what was sampled. */
import { ApiError } from "../../aws/api-error.ts";
import { operation } from "../../aws/operation.ts";
import { double, enumeration, type Infer, integer, list, required, string, structure, timestamp } from "../../lib/schema.ts";
import { xksExceptionNames } from "../../model/xks-failures.ts";
import { kmsOperations, xksOperations } from "../../model/xks-operation.ts";
import type { InteractionFilter } from "../../store/interaction-log.ts";
import { UnknownPlace } from "../../store/interaction-paging.ts";
import { interactionOutput, shapeInteraction } from "../interaction-shape.ts";
import type { WebContext } from "../web-context.ts";

const orders = { Newest: "newest", Slowest: "slowest" } as const;
const text = string({ length: [1, 2048] });

const input = structure("ListInteractionsRequest", {
  KeyStoreId: text,
  From: timestamp(),
  To: timestamp(),
  KmsOperation: enumeration(kmsOperations),
  XksOperation: enumeration(xksOperations),
  ExceptionName: enumeration(["None", ...xksExceptionNames]),
  MinimumLatencyMs: double([0, undefined]),
  KmsKeyArn: text,
  CallerArn: text,
  KmsRequestId: text,
  Order: enumeration(["Newest", "Slowest"]),
  MaxResults: integer([1, 500]),
  NextToken: text,
});

const output = structure("ListInteractionsResponse", {
  Interactions: required(list(interactionOutput)),
  NextToken: string(),
  Sampling: required(
    structure("InteractionSampling", {
      SuccessesPerSecond: required(integer()),
      KeptFromLatencyMs: required(double()),
      MaximumDays: required(double()),
      MaximumBytes: required(double()),
    }),
  ),
});

export const listInteractions = operation<WebContext>()({
  name: "ListInteractions",
  access: "viewer",
  input,
  output,
  async handle(asked, { context }) {
    const { interactions, next } = await context.interactions
      .find(filterOf(asked), {
        order: orders[asked.Order ?? "Newest"],
        limit: asked.MaxResults ?? 50,
        ...(asked.NextToken !== undefined && { after: asked.NextToken }),
      })
      .catch(refuseToken);
    return {
      Interactions: interactions.map(shapeInteraction),
      ...(next !== undefined && { NextToken: next }),
      Sampling: {
        SuccessesPerSecond: context.sampling.successesPerSecond,
        KeptFromLatencyMs: context.sampling.keptFromLatencyMs,
        MaximumDays: context.interactionLimits.maximumDays,
        MaximumBytes: context.interactionLimits.maximumBytes,
      },
    };
  },
});

function filterOf(asked: Infer<typeof input>): InteractionFilter {
  return {
    ...(asked.KeyStoreId !== undefined && { keyStoreId: asked.KeyStoreId }),
    ...(asked.From !== undefined && { from: asked.From * 1000 }),
    ...(asked.To !== undefined && { to: asked.To * 1000 }),
    ...(asked.KmsOperation !== undefined && { kmsOperation: asked.KmsOperation }),
    ...(asked.XksOperation !== undefined && { xksOperation: asked.XksOperation }),
    ...(asked.ExceptionName !== undefined && { exceptionName: asked.ExceptionName }),
    ...(asked.MinimumLatencyMs !== undefined && { minimumLatencyMs: asked.MinimumLatencyMs }),
    ...(asked.KmsKeyArn !== undefined && { kmsKeyArn: asked.KmsKeyArn }),
    ...(asked.CallerArn !== undefined && { callerArn: asked.CallerArn }),
    ...(asked.KmsRequestId !== undefined && { kmsRequestId: asked.KmsRequestId }),
  };
}

function refuseToken(error: unknown): never {
  if (error instanceof UnknownPlace) throw new ApiError({ code: "InvalidNextTokenException", message: error.message, status: 400 });
  throw error;
}
