/** The kept interactions as the evidence that `explain` asks for. */
import type { Evidence } from "../model/finding.ts";
import type { InteractionLog } from "../store/interaction-log.ts";

/** A request leads to at most a few calls of the proxy. */
const mostOfOneRequest = 20;

/** Evidence over a log. */
export function evidenceOver(log: InteractionLog): Evidence {
  return {
    async ofRequest(kmsRequestId) {
      return (await log.find({ kmsRequestId }, { order: "newest", limit: mostOfOneRequest })).interactions;
    },
    async latest(exceptionName, count) {
      return (await log.find({ exceptionName }, { order: "newest", limit: count })).interactions;
    },
  };
}
