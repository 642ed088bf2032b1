/**
 * The XKS proxy alone: Encrypt a second ÷ what a bare responder answers in the same run that does TLS and one AES-GCM and checks
 * nothing, and the processor time of each for one request. Two bare ones: node:https, as anybody would write it, and node:tls
 * without even reading HTTP.
 *
 *     npm run build && npx tsx bench/proxy.ts
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, root, runCommand, temporaryDirectory, until } from "../test/support/product.ts";
import { closedLoop, median, type RawTarget } from "./support/raw-load.ts";
import { type ProxyFile, proxyEncryptRequest } from "./support/requests.ts";

const rounds = 5;
const seconds = 3;
const connections = 16;
const region = "us-east-1";
const kinds = ["proxy", "https", "tls"] as const;
type Kind = (typeof kinds)[number];

const data = temporaryDirectory();
const port = await freePort();
const proxy = spawn(process.execPath, [join(root, "dist/app/commands/xkswatch.js"), "proxy", "--data", data, "--port", String(port)], {
  stdio: ["ignore", "pipe", "inherit"],
  env: { ...process.env, XKSWATCH_LOG_LEVEL: "warn" },
});
let said = "";
proxy.stdout.on("data", (chunk: Buffer) => {
  said += chunk.toString();
});
const bare = { https: responder("https"), tls: responder("tls") };
try {
  const [https, tls] = await Promise.all([addressOf(bare.https), addressOf(bare.tls)]);
  const addresses = { https, tls };
  await until(() => said.includes("serves at"), 30_000);
  await runCommand(["proxy", "keys", "create", "bench-key", "--data", data]);
  const file = JSON.parse((await runCommand(["proxy", "config-file", "--data", data])).output) as ProxyFile;
  const ca = (await runCommand(["proxy", "ca", "--data", data])).output;
  const pids: Record<Kind, number | undefined> = { proxy: proxy.pid, https: bare.https.pid, tls: bare.tls.pid };
  const targetOf = async (kind: Kind): Promise<RawTarget> => {
    const request = await proxyEncryptRequest(file, region, port, "bench-key");
    return { host: "127.0.0.1", ...(kind === "proxy" ? { port, ca } : addresses[kind]), request };
  };

  for (const kind of kinds) await closedLoop(await targetOf(kind), connections, 2);
  const perSecond: Record<Kind, number[]> = { proxy: [], https: [], tls: [] };
  const cpu: Record<Kind, number[]> = { proxy: [], https: [], tls: [] };
  for (let round = 0; round < rounds; round++) {
    // Forwards and backwards: what a machine does meanwhile hits all alike.
    for (const kind of round % 2 === 0 ? kinds : [...kinds].reverse()) {
      const before = cpuMs(pids[kind]);
      const { answers, failures, perSecond: reached } = await closedLoop(await targetOf(kind), connections, seconds);
      if (failures > 0) console.log(`${failures} failures (${kind})`);
      perSecond[kind].push(reached);
      cpu[kind].push(((cpuMs(pids[kind]) - before) * 1000) / answers);
    }
  }
  console.log(`Encrypt a second, ${connections} connections, median of ${rounds} × ${seconds} s`);
  for (const kind of kinds) {
    const ratios = perSecond.proxy.map((one, round) => one / (perSecond[kind][round] ?? 1));
    const name = kind === "proxy" ? "XKS proxy" : `bare node:${kind}`;
    const ratio = kind === "proxy" ? "" : `  ratio ${median(ratios).toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(", ")})`;
    console.log(
      `  ${name.padEnd(16)} ${median(perSecond[kind]).toFixed(0).padStart(6)}, ${median(cpu[kind]).toFixed(0)} µs of its processor each${ratio}`,
    );
  }
} finally {
  proxy.kill("SIGTERM");
  for (const child of Object.values(bare)) child.disconnect();
  await once(proxy, "exit");
}

function responder(kind: "https" | "tls"): ChildProcess {
  return fork(new URL("./support/encrypt-responder.ts", import.meta.url), [kind], { execArgv: ["--import", "tsx"] });
}

async function addressOf(child: ChildProcess): Promise<{ port: number; ca: string }> {
  const [told] = (await once(child, "message")) as [{ port: number; ca: string }];
  return told;
}

/** Processor time a process has used so far, milliseconds. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
