/** Remote write: the message, and when it is pushed. */
import { describe, expect, it } from "vitest";
import { ManualClock } from "../lib/clock.ts";
import type { Family } from "./exposition/family.ts";
import { decodeWriteRequest, encodeWriteRequest } from "./remote-write/message.ts";
import { startRemoteWrite } from "./remote-write.ts";

const families: Family[] = [
  { name: "requests_total", help: "Requests.", type: "counter", samples: [{ labels: [["store", "cks-1"]], value: 12.5 }] },
  { name: "latency", help: "Latency.", type: "histogram", samples: [{ suffix: "_bucket", labels: [["le", "+Inf"]], value: 3 }] },
];

it("a message carries every sample under its sorted labels, and what the families are", () => {
  const decoded = decodeWriteRequest(encodeWriteRequest(families, 1_763_985_600_000, { instance: "a" }));
  expect(decoded.timeseries).toEqual([
    {
      labels: [
        { name: "__name__", value: "requests_total" },
        { name: "instance", value: "a" },
        { name: "store", value: "cks-1" },
      ],
      samples: [{ value: 12.5, timestamp: 1_763_985_600_000 }],
    },
    {
      labels: [
        { name: "__name__", value: "latency_bucket" },
        { name: "instance", value: "a" },
        { name: "le", value: "+Inf" },
      ],
      samples: [{ value: 3, timestamp: 1_763_985_600_000 }],
    },
  ]);
  expect(decoded.metadata).toEqual([
    { type: 1, metricFamilyName: "requests_total", help: "Requests." },
    { type: 3, metricFamilyName: "latency", help: "Latency." },
  ]);
});

describe("pushing", () => {
  const answer = (status: number) => ({ ok: status < 300, status, text: async () => "too old" });

  function start(send: (url: string, init: RequestInit) => Promise<ReturnType<typeof answer>>) {
    const clock = new ManualClock();
    const errors: string[] = [];
    const remoteWrite = startRemoteWrite({
      url: "http://127.0.0.1:9/api/v1/write",
      headers: { authorization: "Bearer x" },
      everySeconds: 15,
      clock,
      collect: async () => families,
      onError: (message) => errors.push(message),
      send,
    });
    return { clock, errors, remoteWrite };
  }

  it("happens every so many seconds until it is stopped", async () => {
    const sent: RequestInit[] = [];
    const { clock, errors, remoteWrite } = start(async (_, init) => {
      sent.push(init);
      return answer(204);
    });
    await clock.advance(31_000);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.headers).toMatchObject({
      authorization: "Bearer x",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    });
    expect(decodeWriteRequest(sent[1]?.body as Uint8Array).timeseries[0]?.samples[0]?.timestamp).toBe(clock.now() - 1000);
    await remoteWrite.stop();
    await clock.advance(60_000);
    expect(sent).toHaveLength(2);
    expect(errors).toEqual([]);
  });

  it("goes on after a refusal and a broken connection, telling of both", async () => {
    const outcomes = [answer(400), new Error("connect ECONNREFUSED"), answer(204)];
    const { clock, errors } = start(async () => {
      const outcome = outcomes.shift();
      if (outcome instanceof Error) throw outcome;
      return outcome ?? answer(204);
    });
    await clock.advance(46_000);
    expect(errors).toEqual(["the server answered 400: too old", "connect ECONNREFUSED"]);
    expect(outcomes).toEqual([]);
  });

  it("never has two pushes under way", async () => {
    let underWay = 0;
    let release = (): void => undefined;
    const { clock, remoteWrite } = start(async () => {
      underWay++;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return answer(204);
    });
    await clock.advance(60_000);
    expect(underWay).toBe(1);
    release();
    await remoteWrite.stop();
  });
});
