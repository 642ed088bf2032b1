/**
 * A child process that answers XKS requests over TLS after a time that it keeps to the microsecond, as its first argument says
 * (milliseconds). `process.send` tells port and certificate authority; a number as message is answered with what was seen of the
 * last so many requests since the message before: when the first and the last came, and how long answers were really kept back.
 */
import { createAuthority } from "../../test/xks/certificates.ts";
import { answerWell, FaultServer, type ReceivedRequest } from "../../test/xks/fault-server.ts";

export interface Seen {
  readonly requests: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Median, milliseconds. */
  readonly keptMs: number;
}

const delayMs = Number(process.argv[2]);
const authority = await createAuthority();
const server = await new FaultServer(await authority.leaf({ names: [{ type: "dns", value: "localhost" }] })).listen();

let stamps: number[] = [];
let kept: number[] = [];
const waiting: { readonly request: ReceivedRequest; readonly at: number }[] = [];

server.behave = (request) => {
  const at = performance.now();
  stamps.push(at);
  server.requests.length = 0;
  if (delayMs === 0) return answerWell(request);
  waiting.push({ request, at });
  if (waiting.length === 1) turn();
};

/** Timers come a millisecond late: near the end the loop goes round without one. */
function turn(): void {
  for (let first = waiting[0]; first && performance.now() >= first.at + delayMs; first = waiting[0]) {
    waiting.shift();
    answerWell(first.request);
    kept.push(performance.now() - first.at);
  }
  const [first] = waiting;
  if (!first) return;
  const left = first.at + delayMs - performance.now();
  if (left > 3) setTimeout(turn, left - 2);
  else setImmediate(turn);
}

process.on("message", (last: number) => {
  stamps = stamps.slice(-last);
  const sorted = kept.slice(-last).sort((a, b) => a - b);
  const seen: Seen = {
    requests: stamps.length,
    firstAt: stamps[0] ?? 0,
    lastAt: stamps.at(-1) ?? 0,
    keptMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
  };
  stamps = [];
  kept = [];
  process.send?.(seen);
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port: server.port, ca: authority.certificate });
