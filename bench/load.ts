/**
 * The load tool itself: how well it keeps a rate of 5,000 a second, told by who receives the requests, and how much it adds to
 * the latency of a responder that keeps every answer back for a known time. What TLS and the way cost in any case is measured
 * by a bare client, one request after the other.
 *
 *     npm run build && npx tsx bench/load.ts
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand, temporaryDirectory } from "../test/support/product.ts";
import type { Seen } from "./support/delay-responder.ts";
import { closedLoop, median, quantile } from "./support/raw-load.ts";
import { proxyEncryptRequest } from "./support/requests.ts";

interface Report {
  readonly requests: { readonly ended: number; readonly good: number };
  readonly latencyMs: Readonly<Record<string, number>>;
  readonly generatorLatenessMs: Readonly<Record<string, number>>;
  readonly phasesMs: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const rounds = 3;
const folder = temporaryDirectory();

await rateOf(5000, 8);
for (const delayMs of [5, 20]) await latencyOf(delayMs, 200, 8);

async function rateOf(perSecond: number, seconds: number): Promise<void> {
  const errors: number[] = [];
  const worstSeconds: number[] = [];
  await withResponder(0, async (responder, run) => {
    for (let round = 0; round < rounds; round++) {
      const { report, seen } = await run(responder, perSecond, seconds);
      if (report.requests.good !== perSecond * seconds)
        console.log(`only ${report.requests.good} of ${perSecond * seconds} were answered well`);
      const received = ((seen.requests - 1) / (seen.lastAt - seen.firstAt)) * 1000;
      errors.push(Math.abs(received / perSecond - 1) * 100);
      worstSeconds.push(report.generatorLatenessMs["p99"] ?? Number.NaN);
    }
  });
  console.log(`Rate error at ${perSecond} a second, as received, median of ${rounds} × ${seconds} s`);
  console.log(
    `  ${median(errors).toFixed(3)} % (${errors.map((one) => one.toFixed(3)).join(", ")}); handed over late, p99: ${median(worstSeconds).toFixed(2)} ms`,
  );
}

async function latencyOf(delayMs: number, perSecond: number, seconds: number): Promise<void> {
  const errors: Record<string, number[]> = { p50: [], p90: [] };
  const handed: number[] = [];
  const bare: number[] = [];
  await withResponder(delayMs, async (responder, run, alone) => {
    for (let round = 0; round < rounds; round++) {
      bare.push(await alone());
      const { report, seen } = await run(responder, perSecond, seconds);
      for (const [name, list] of Object.entries(errors)) list.push((report.latencyMs[name] ?? Number.NaN) - seen.keptMs);
      handed.push(report.generatorLatenessMs["p50"] ?? Number.NaN);
    }
  });
  console.log(
    `Latency told − time that the responder kept answers back (${delayMs} ms), ${perSecond} a second, median of ${rounds} × ${seconds} s`,
  );
  for (const [name, list] of Object.entries(errors)) {
    console.log(`  ${name}  ${median(list).toFixed(3)} ms (${list.map((one) => one.toFixed(3)).join(", ")})`);
  }
  console.log(
    `  the same of a bare client, p50: ${median(bare).toFixed(3)} ms; so the load tool itself: ${(median(errors["p50"] ?? []) - median(bare)).toFixed(3)} ms`,
  );
  console.log(`  handed over late, p50: ${median(handed).toFixed(3)} ms`);
}

type Run = (responder: ChildProcess, perSecond: number, seconds: number) => Promise<{ report: Report; seen: Seen }>;

async function withResponder(
  delayMs: number,
  act: (responder: ChildProcess, run: Run, alone: () => Promise<number>) => Promise<void>,
): Promise<void> {
  const responder = fork(new URL("./support/delay-responder.ts", import.meta.url), [String(delayMs)], { execArgv: ["--import", "tsx"] });
  const [{ port, ca }] = (await once(responder, "message")) as [{ port: number; ca: string }];
  const [config, authority, out] = ["proxy.json", "ca.pem", "report.json"].map((name) => join(folder, name)) as [string, string, string];
  const credential = { AccessKeyId: "A".repeat(20), RawSecretAccessKey: "s".repeat(43) };
  const file = { XksProxyUriPath: "/kms/xks/v1", XksProxyAuthenticationCredential: credential };
  writeFileSync(config, JSON.stringify(file));
  writeFileSync(authority, ca);
  const seen = async (last = 1_000_000): Promise<Seen> => {
    responder.send(last);
    return ((await once(responder, "message")) as [Seen])[0];
  };
  try {
    await act(
      responder,
      async (_responder, perSecond, seconds) => {
        const target = [
          "load",
          `https://localhost:${port}`,
          "--proxy-config",
          config,
          "--ca",
          authority,
          "--keys",
          "key",
          "--mix",
          "Encrypt",
        ];
        const profile = ["--profile", `steady:${perSecond}`, "--seconds", String(seconds), "--json", out, "--data", folder];
        await seen();
        const { status, errors } = await runCommand([...target, ...profile]);
        if (status !== 0) console.log(`xkswatch load ended with ${status}: ${errors}`);
        return { report: JSON.parse(readFileSync(out, "utf8")) as Report, seen: await seen(perSecond * seconds) };
      },
      async () => {
        const request = await proxyEncryptRequest(file, "us-east-1", port, "key");
        await seen();
        const { latencies } = await closedLoop({ host: "127.0.0.1", port, ca, request }, 1, 3);
        return quantile(latencies, 0.5) - (await seen()).keptMs;
      },
    );
  } finally {
    responder.disconnect();
  }
}
