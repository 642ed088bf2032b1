/** Rekey: a new master key, under which everything is sealed anew, without a stop. For `xkswatch rekey`. */
import { operation } from "../../aws/operation.ts";
import { integer, required, string, structure } from "../../lib/schema.ts";
import { rekey as rekeyState } from "../../store/rekey.ts";
import { requireLocal } from "../local-only.ts";
import type { WebContext } from "../web-context.ts";

export const rekey = operation<WebContext>()({
  name: "Rekey",
  access: "admin",
  input: structure("RekeyRequest", {}),
  output: structure("RekeyResponse", {
    /** Resources sealed anew. */
    Resources: required(integer()),
    MasterKeyId: required(string()),
    MasterKeyFile: required(string()),
  }),
  async handle(_input, { context, caller }) {
    requireLocal(caller, "rekey");
    const resources = await rekeyState(context.state, context.clock);
    return { Resources: resources, MasterKeyId: context.state.keyring.current.id, MasterKeyFile: context.state.masterKeyFile };
  },
});
