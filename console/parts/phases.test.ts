import { expect, test } from "vitest";
import { phasesOf } from "./phases.ts";

test("instants become consecutive parts", () => {
  const phases = phasesOf({ Reused: false, DnsMs: 1, TcpMs: 3, TlsMs: 9, SentMs: 9.5, FirstByteMs: 40, LastByteMs: 41, TotalMs: 41 });
  expect(phases.map(({ name, ms }) => [name, ms])).toEqual([
    ["DNS", 1],
    ["TCP", 2],
    ["TLS", 6],
    ["Send", 0.5],
    ["Wait", 30.5],
    ["Body", 1],
  ]);
});

test("on a kept-alive connection there is no DNS, TCP or TLS", () => {
  expect(phasesOf({ Reused: true, SentMs: 0.2, FirstByteMs: 10, LastByteMs: 10, TotalMs: 10 }).map(({ name }) => name)).toEqual([
    "Send",
    "Wait",
  ]);
});

test("an answer that never came is told", () => {
  expect(phasesOf({ Reused: true, SentMs: 1, TotalMs: 250 })).toEqual([
    { name: "Send", ms: 1 },
    { name: "No answer", ms: 249 },
  ]);
});
