/** What the command says, in one line and with status 2, when it cannot start. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, runCommand, startProduct, temporaryDirectory, type Product } from "../support/product.ts";

const refused = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
  const { status, errors } = await runCommand(args, env);
  const lines = errors
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("("));
  expect(lines).toHaveLength(1);
  expect(status).toBe(2);
  return lines[0] as string;
};

describe("a start that cannot succeed", () => {
  const busy = createServer();
  let busyPort: number;
  let product: Product;
  beforeAll(async () => {
    await new Promise<void>((done) => busy.listen(0, "127.0.0.1", done));
    busyPort = (busy.address() as AddressInfo).port;
    product = await startProduct();
  });
  afterAll(async () => {
    busy.close();
    await product.stop();
  });

  it("names the port that is in use", async () => {
    expect(await refused(["serve", "--data", temporaryDirectory(), "--port", String(busyPort)])).toMatch(
      new RegExp(`--port.*${busyPort}.*in use`),
    );
  });

  it("names the proxy's port that is in use", async () => {
    const port = String(await freePort());
    const line = await refused(["up", "--data", temporaryDirectory(), "--port", port, "--proxy-port", String(busyPort)]);
    expect(line).toMatch(new RegExp(`${busyPort}.*in use`));
  });

  it("names a data folder that is a file", async () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "");
    expect(await refused(["serve", "--data", file])).toContain(file);
  });

  it("names a data folder that cannot be written", async () => {
    // Nobody, root included, may write below /proc.
    expect(await refused(["serve", "--data", "/proc/xkswatch"])).toContain("/proc/xkswatch");
  });

  it("names a data folder that another xkswatch serves from", async () => {
    expect(await refused(["serve", "--data", product.dataDirectory, "--port", String(await freePort())])).toContain("another xkswatch");
  });

  it("names a broken state file", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "state.db"), "this is no database, only a text that is long enough to be looked at".repeat(100));
    expect(await refused(["serve", "--data", directory, "--port", String(await freePort())])).toContain(join(directory, "state.db"));
  });

  it("names a master key file with a wrong size", async () => {
    const directory = temporaryDirectory();
    const key = join(directory, "key");
    writeFileSync(key, "short", { mode: 0o600 });
    expect(await refused(["serve", "--data", directory, "--port", String(await freePort()), "--master-key-file", key])).toContain(key);
  });

  it.each([
    ["a port that is none", ["--port", "seven"], /--port: "seven" must be a port number/],
    ["an account that is none", ["--account", "12"], /--account: "12" must be twelve digits/],
    ["auth off beyond loopback", ["--auth", "off", "--host", "0.0.0.0"], /--auth off with --host 0\.0\.0\.0/],
    ["a CA file that is not there", ["--trusted-ca", "/nowhere/ca.pem"], /\/nowhere\/ca\.pem/],
    ["a TLS certificate without its key", ["--tls-cert", "package.json"], /--tls-key/],
    ["an unknown option", ["--prot", "1"], /unknown option '--prot'/],
  ])("names %s", async (_what, args, says) => {
    expect(await refused(["serve", "--data", temporaryDirectory(), ...args])).toMatch(says);
  });

  it("names a wrong environment variable", async () => {
    expect(await refused(["serve", "--data", temporaryDirectory()], { XKSWATCH_HEALTH_INTERVAL: "soon" })).toMatch(
      /XKSWATCH_HEALTH_INTERVAL: "soon"/,
    );
  });

  it("names a wrong line of the configuration file", async () => {
    const directory = temporaryDirectory();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "xkswatch.conf"), "# comment\nregion = us-east-1\nprot = 1\n");
    chmodSync(join(directory, "xkswatch.conf"), 0o600);
    expect(await refused(["serve", "--data", directory])).toMatch(/xkswatch\.conf line 3: there is no option "prot"/);
  });

  it("says for a short command that nothing is in the folder", async () => {
    expect(await refused(["env", "--data", temporaryDirectory()])).toMatch(/there is no xkswatch data/);
  });
});
