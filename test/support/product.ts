/** The product as its user runs it: the built command in a process of its own, on a data folder of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
const command = join(root, "dist/app/commands/xkswatch.js");

export interface Product {
  readonly address: string;
  readonly consoleLogin: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
  readonly dataDirectory: string;
  /** The supervisor's process id. */
  readonly pid: number;
  /** Everything standard output carried so far. */
  output(): string;
  /** Everything standard error carried so far. */
  errors(): string;
  /** Process id of a child by its title, e.g. "data-plane"; undefined while it is not there. */
  childPid(title: "data-plane" | "management-plane" | "proxy"): number | undefined;
  /** SIGTERM; resolves with the exit status. */
  stop(): Promise<number | null>;
  /** SIGKILL for every process at once. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  readonly command?: "up" | "serve" | "demo";
  readonly dataDirectory?: string;
  readonly port?: number;
  readonly proxyPort?: number;
  readonly options?: readonly string[];
}

/** A data folder that goes when the process ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "xkswatch-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Runs a short command to its end. */
export async function runCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ status: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, ...env } });
  const { output, errors } = collect(child);
  const status = await new Promise<number | null>((done) => child.once("close", done));
  return { status, output: output(), errors: errors() };
}

/** Starts the product and resolves once it has said that it serves. */
export async function startProduct(given: ProductOptions = {}): Promise<Product> {
  const dataDirectory = given.dataDirectory ?? temporaryDirectory();
  const kind = given.command ?? "up";
  const port = given.port ?? (await freePort());
  const proxy = kind !== "serve" ? ["--proxy-port", String(given.proxyPort ?? (await freePort()))] : [];
  // A machine that runs many tests at once is slower than any proxy: where time-outs are not the subject they must not come.
  const patience = ["--proxy-timeout", "10000"];
  const args = [command, kind, "--data", dataDirectory, "--port", String(port), ...proxy, ...patience, ...(given.options ?? [])];
  const child = spawn(process.execPath, args, { env: { ...process.env, XKSWATCH_LOG_LEVEL: "warn" } });
  const { output, errors } = collect(child);
  const exited = new Promise<number | null>((done) => child.once("exit", done));
  await Promise.race([
    until(() => output().includes("export AWS_REGION"), 60_000),
    exited.then((status) => Promise.reject(new Error(`xkswatch ended with ${status}: ${errors()}`))),
  ]);
  const line = (name: string): string => new RegExp(`export ${name}=(.*)`).exec(output())?.[1] ?? "";
  const pid = child.pid as number;
  process.on("exit", () => killTree(pid));
  return {
    address: line("AWS_ENDPOINT_URL"),
    consoleLogin: /https?:\S+\/login#token=\S+/.exec(output())?.[0] ?? "",
    // Anew each time: SDK clients write into the object they are given.
    get credentials() {
      return { accessKeyId: line("AWS_ACCESS_KEY_ID"), secretAccessKey: line("AWS_SECRET_ACCESS_KEY") };
    },
    region: line("AWS_REGION"),
    dataDirectory,
    pid,
    output,
    errors,
    childPid: (title) => children(pid).find((each) => titleOf(each).includes(title)),
    async stop() {
      child.kill("SIGTERM");
      return exited;
    },
    async kill() {
      killTree(pid);
      await exited;
    },
  };
}

/** Polls until `holds` gives something true. */
export async function until<T>(holds: () => T | Promise<T>, limitMs = 10_000): Promise<NonNullable<T>> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (performance.now() > end) throw new Error(`did not come true within ${limitMs} ms: ${holds.toString().slice(0, 200)}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

function collect(child: ChildProcess): { output(): string; errors(): string } {
  let output = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  return { output: () => output, errors: () => errors };
}

function children(pid: number): number[] {
  try {
    return execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
      .split("\n")
      .map(Number)
      .filter((each) => each > 0);
  } catch {
    return [];
  }
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

function killTree(pid: number): void {
  for (const each of [...children(pid), pid]) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // Gone already.
    }
  }
}
