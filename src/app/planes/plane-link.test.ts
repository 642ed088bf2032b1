/** Both ends of the plane link over a real socket: what the management plane cannot keep comes again, once, in order. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MutableDirectory } from "../../kms/directory.ts";
import { systemClock } from "../../lib/clock.ts";
import type { XksClient } from "../../xks/calls.ts";
import type { Series } from "../../model/metric.ts";
import { setOfValue } from "../../model/statistic-set.ts";
import { Outbox } from "../../recorder/outbox.ts";
import { DataPlaneHub } from "./data-plane-hub.ts";
import { ManagementLink } from "./management-link.ts";

const series: Series = { namespace: "AWS/KMS", metricName: "XksProxyLatency", dimensions: [], unit: "Milliseconds" };
const installation = { region: "us-east-1", accountId: "123456789012" };
let socketPath: string;
let hub: DataPlaneHub;
let link: ManagementLink;
let merged: number[];
let tried: number[];
let refuse: (sequence: number) => boolean;
let errors: unknown[];
let outbox: Outbox;

beforeEach(async () => {
  socketPath = join(mkdtempSync(join(tmpdir(), "xkswatch-link-")), "link.sock");
  [merged, tried, errors] = [[], [], []];
  refuse = () => false;
  outbox = new Outbox("source");
  hub = new DataPlaneHub({
    directory: new MutableDirectory(installation),
    clock: systemClock,
    async mergeBatch(_bytes, { sequence }) {
      tried.push(sequence);
      // As a disk does: not at once.
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (refuse(sequence)) throw new Error("the disk is full");
      merged.push(sequence);
    },
    keepInteractions: () => Promise.resolve(),
    keepAudit: () => {},
    onError: (error) => errors.push(error),
  });
  await hub.listen(socketPath);
  link = new ManagementLink({
    socketPath,
    source: "source",
    directory: new MutableDirectory(installation),
    clock: systemClock,
    xksClient: {} as XksClient,
    onReady: () => {
      for (const batch of outbox.unacknowledged()) link.sendBatch(batch.sequence, batch.bytes);
    },
    onAccepted: (sequence) => outbox.acknowledge(sequence),
    onShares: () => {},
  });
  link.start();
  await link.whenReady(5000);
});

afterEach(async () => {
  await link.close(1000);
  await hub.close();
});

/** Three batches, sent without waiting for one another. */
function sendThree(): void {
  for (let second = 1; second <= 3; second++) {
    outbox.add([{ series, second, set: setOfValue(second), resolution: 1 }], second * 1000);
    const batch = outbox.next();
    if (batch) link.sendBatch(batch.sequence, batch.bytes);
  }
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`tried ${tried.join(" ")}, merged ${merged.join(" ")}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it("keeps batches in order and tells of each", async () => {
  sendThree();
  await until(() => outbox.unacknowledged().length === 0);
  expect(merged).toEqual([1, 2, 3]);
});

it("merges none after one that failed, until that one has come again", async () => {
  let failures = 1;
  refuse = (sequence) => sequence === 1 && failures-- > 0;
  sendThree();
  await until(() => outbox.unacknowledged().length === 0);
  expect(tried).toEqual([1, 1, 2, 3]);
  expect(merged).toEqual([1, 2, 3]);
  expect(errors).toHaveLength(1);
});
