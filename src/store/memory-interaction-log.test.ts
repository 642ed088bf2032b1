/** The in-memory interaction log against the contract's suite. */
import { interactionLogSuite } from "./interaction-log-suite.ts";
import { MemoryInteractionLog } from "./memory-interaction-log.ts";

interactionLogSuite("MemoryInteractionLog", async () => ({
  durable: false,
  open: async (limits) => new MemoryInteractionLog(limits),
  cleanUp: async () => undefined,
}));
