/** What recording one interaction costs on the data plane, in processor time, against a bare sum and count per key store. Goal: 300 ns. */
import { Recorder } from "../src/recorder/recorder.ts";
import { median } from "./support/raw-load.ts";
import { random, sampleCall } from "./support/traffic.ts";

const rounds = 15;
const passes = 4000;
const next = random(1);
const at = Date.UTC(2026, 10, 24, 12);
// Few facts, so that they are in the processor's cache as a fact is that was just made. Ids are the same string objects each
// time: they come from the key directory.
const keyStoreIds = Array.from({ length: 10 }, (_, i) => `cks-${i}`);
const facts = Array.from({ length: 100 }, (_, i) => sampleCall(at, keyStoreIds[i % 10] as string, next));
const interactions = facts.map((fact) => fact.interaction);
const requests = facts.map((fact) => fact.request);

function nanosecondsPerFact(act: () => void): number {
  const began = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) act();
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1000) / (passes * facts.length);
}

const recorder = new Recorder();
const bare = new Map<string, { count: number; sum: number }>(interactions.map(({ keyStoreId }) => [keyStoreId, { count: 0, sum: 0 }]));
const results = { interaction: [] as number[], kmsRequest: [] as number[], bare: [] as number[], close: [] as number[] };
for (let round = 0; round < rounds; round++) {
  results.bare.push(
    nanosecondsPerFact(() => {
      for (const { keyStoreId, latencyMs } of interactions) {
        const sum = bare.get(keyStoreId);
        if (!sum) continue;
        sum.count++;
        sum.sum += latencyMs;
      }
    }),
  );
  results.interaction.push(nanosecondsPerFact(() => interactions.forEach((fact) => recorder.interaction(fact))));
  results.kmsRequest.push(nanosecondsPerFact(() => requests.forEach((fact) => recorder.kmsRequest(fact))));
  const began = performance.now();
  recorder.closeSecond(at + 1000);
  results.close.push(performance.now() - began);
}
const [interaction, kmsRequest, base] = [median(results.interaction), median(results.kmsRequest), median(results.bare)];
console.log(
  `recording an interaction      ${interaction.toFixed(0)} ns   (goal 300; ${(interaction / base).toFixed(1)} × a bare sum of ${base.toFixed(0)} ns)`,
);
console.log(`recording a request           ${kmsRequest.toFixed(0)} ns   (${(kmsRequest / base).toFixed(1)} × bare)`);
console.log(`closing a second, 10 stores   ${median(results.close).toFixed(2)} ms`);
