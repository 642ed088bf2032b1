/**
 * A child process that answers XKS requests over TLS as fast as it can, or not at all while its parent says so: `process.send`
 * tells port and certificate authority, messages "hang" and "answer" switch it.
 */
import { createAuthority } from "../../test/xks/certificates.ts";
import { FaultServer, answerWell } from "../../test/xks/fault-server.ts";

const authority = await createAuthority();
const server = await new FaultServer(await authority.leaf()).listen();
// Nothing is kept of requests here: the run is long.
server.behave = answerWell;
process.on("message", (what) => {
  server.behave = what === "hang" ? () => undefined : answerWell;
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: server.port, ca: authority.certificate });
