import { expect, test } from "vitest";
import { budgetsOf, quantile } from "./budget.ts";

const interaction = (attempt: object) => ({
  Id: 1,
  At: 0,
  KeyStoreId: "cks-1",
  KmsOperation: "Encrypt",
  XksOperation: "Encrypt",
  KmsRequestId: "r",
  LatencyMs: 1,
  Attempts: [{ Reused: true, TotalMs: 10, ...attempt }],
});

test("new and kept-alive connections have their own budget", () => {
  const budgets = budgetsOf([
    interaction({ Reused: false, DnsMs: 1, TcpMs: 3, TlsMs: 8, SentMs: 8, FirstByteMs: 20, LastByteMs: 20, TotalMs: 20 }),
    interaction({ SentMs: 0, FirstByteMs: 10, LastByteMs: 10, TotalMs: 10 }),
    interaction({ SentMs: 0, FirstByteMs: 30, LastByteMs: 30, TotalMs: 30 }),
    interaction({ SentMs: 0, FirstByteMs: 12, LastByteMs: 12, TotalMs: 12 }),
  ]);
  expect(budgets.map(({ connection, count, p50Ms, p99Ms }) => [connection, count, p50Ms, p99Ms])).toEqual([
    ["new", 1, 20, 20],
    ["kept-alive", 3, 12, 30],
  ]);
  expect(budgets[0]?.parts.map(({ name, ms }) => [name, ms])).toEqual([
    ["DNS", 1],
    ["TCP", 2],
    ["TLS", 5],
    ["Wait", 12],
  ]);
});

test("without interactions there is no budget", () => {
  expect(budgetsOf([])).toEqual([]);
  expect(quantile([], 0.5)).toBe(0);
});
