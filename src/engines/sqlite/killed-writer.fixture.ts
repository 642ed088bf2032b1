/** A process for the durability test: writes without end and says each write that was acknowledged. */
import { openInteractionLog } from "./interaction-log.ts";
import { openStateDatabase } from "./resource-store.ts";

const [, , stateFile = "", interactionsFile = ""] = process.argv;
const state = await openStateDatabase(stateFile);
const interactions = openInteractionLog(interactionsFile);
for (let n = 0; ; n++) {
  const id = `alias/${String(n).padStart(8, "0")}`;
  await state.write([{ kind: "alias", id, value: { name: id, arn: "", keyId: "key", createdAt: n, updatedAt: n }, expect: "absent" }]);
  await interactions.append([
    {
      at: n,
      keyStoreId: "cks-1",
      kmsOperation: "Encrypt",
      xksOperation: "Encrypt",
      kmsRequestId: String(n),
      latencyMs: 1,
      attempts: [],
    },
  ]);
  process.stdout.write(`${n}\n`);
}
