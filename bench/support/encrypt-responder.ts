/**
 * The least that a process can do for an Encrypt, as a child process: TLS, one AES-GCM, an answer of a proxy's length. No
 * signature is checked, no JSON read, no key looked up. The first argument chooses `https` (node:https, as anybody would write
 * it) or `tls` (sockets alone, not even HTTP is read). `process.send` tells port and certificate authority.
 */
import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer as createHttps } from "node:https";
import { createServer as createTls } from "node:tls";
import { createAuthority } from "../../test/xks/certificates.ts";

const authority = await createAuthority();
const leaf = await authority.leaf({ names: [{ type: "dns", value: "localhost" }] });
const key = createSecretKey(randomBytes(32));
const iv = randomBytes(12);
const plaintext = Buffer.alloc(60, 7);

const overHttps = () =>
  createHttps(leaf, (message, response) => {
    message.on("data", () => undefined);
    message.on("end", () => {
      const body = encrypted();
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
      response.end(body);
    });
  });

const overTls = () =>
  createTls(leaf, (socket) => {
    let waiting: Buffer = Buffer.alloc(0);
    let wanted = 0;
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
      // The client's requests are all alike: the first one tells how long they are.
      wanted ||= lengthOf(waiting);
      if (wanted === 0 || waiting.length < wanted) return;
      waiting = waiting.subarray(wanted);
      const body = encrypted();
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`, "latin1");
    });
  });

const server = process.argv[2] === "https" ? overHttps() : overTls();
server.on("connection", (socket) => socket.setNoDelay(true));
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port, ca: authority.certificate }));
process.on("disconnect", () => process.exit(0));

function lengthOf(bytes: Buffer): number {
  const head = bytes.indexOf("\r\n\r\n");
  return head < 0 ? 0 : head + 4 + Number(/content-length: (\d+)/i.exec(bytes.toString("latin1", 0, head))?.[1] ?? 0);
}

function encrypted(): string {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const ciphertext = cipher.update(plaintext, undefined, "base64") + cipher.final("base64");
  const tag = cipher.getAuthTag().toString("base64");
  return `{"ciphertext":"${ciphertext}","ciphertextMetadata":"AQAB","ciphertextDataIntegrityValue":"qHA/ImC9h5HsLRXqCyPmWgYx7tzyoTplzILbP0fPXsc=","initializationVector":"HMrlRw85cAJUd5Ax","authenticationTag":"${tag}"}`;
}
