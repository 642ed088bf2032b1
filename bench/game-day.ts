/**
 * A game day against the started product and its real proxy: some minutes of quiet, then twelve scripted faults, each on a key
 * store of its own; how long each takes until its recommended alarm fires. Takes about ten minutes: the alarms have their true periods.
 *
 *     npm run build && npx tsx bench/game-day.ts [--quiet SECONDS]
 */
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateAliasCommand } from "@aws-sdk/client-kms";
import { pathsIn } from "../src/app/data-directory.ts";
import { KmsCaller } from "../src/app/demo/kms-caller.ts";
import { type CallKms, Traffic } from "../src/app/demo/traffic.ts";
import { overSocket } from "../src/app/local-administrator.ts";
import { systemClock } from "../src/lib/clock.ts";
import { cloudWatchClient, kmsClient } from "../test/support/clients.ts";
import { alarmNameOf, type GameDayFault, gameDayFaults, tells } from "../test/support/game-day.ts";
import { connectedKeyStore, injectFaults, newKey } from "../test/support/key-stores.ts";
import { startProduct } from "../test/support/product.ts";

const option = process.argv.indexOf("--quiet");
const quietSeconds = option > 0 ? Number(process.argv[option + 1]) : 180;
const callsPerSecond = 3;
const patienceSeconds = 400;

const product = await startProduct({ options: ["--faults", "--proxy-timeout", "250", "--recommended-alarms", "on"] });
const cloudWatch = cloudWatchClient(product);
const kms = kmsClient(product);
const { accessKeyId, secretAccessKey } = product.credentials;
const caller = new KmsCaller({ address: product.address, region: product.region, accessKeyId, secretAccessKey, clock: systemClock });
const call: CallKms = (operation, input) => caller.call(operation, input);
const traffic = new Map<string, Traffic>();
try {
  const ids = new Map<string, string>();
  for (const { name } of gameDayFaults) {
    const id = await connectedKeyStore(product, kms, name);
    const { KeyId } = await newKey(product, kms, id, name);
    await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: KeyId }));
    ids.set(name, id);
    const calls = new Traffic(call, `alias/${name}`, systemClock);
    calls.pace(callsPerSecond);
    traffic.set(name, calls);
  }

  const fired = new Set<string>();
  for (const end = performance.now() + quietSeconds * 1000; performance.now() < end; await seconds(2)) {
    for (const name of (await firing(cloudWatch)).keys()) if (tells(name)) fired.add(name);
  }
  console.log(`${gameDayFaults.length} key stores, ${callsPerSecond} calls a second each, ${quietSeconds} s of quiet`);
  console.log(`  alarms that fired  ${fired.size === 0 ? "none" : [...fired].join(", ")}`);

  // The certificate is the whole proxy's, and with that fault every call makes a connection: it comes last, alone.
  const faults: readonly GameDayFault[] = gameDayFaults;
  const [together, alone] = [faults.filter(({ name }) => name !== "certificate"), faults.filter(({ name }) => name === "certificate")];
  const administrator = overSocket(pathsIn(product.dataDirectory).adminSocket);
  for (const { name, quotaPerSecond: QuotaPerSecond } of together) {
    const KeyStoreId = ids.get(name);
    if (QuotaPerSecond !== undefined) await administrator.call("XkswatchConsole.PutKeyStoreQuota", { KeyStoreId, QuotaPerSecond });
  }
  injectFaults(product, ...together.flatMap(({ name, faults }) => faults.map((fault) => ({ ...fault, prefix: `/${name}` }))));
  console.log("Seconds from a fault's beginning until its alarm fired");
  await seen(together);
  for (const calls of traffic.values()) calls.pace(0);
  injectFaults(product, ...alone.flatMap(({ faults }) => faults));
  await seen(alone);
} finally {
  for (const calls of traffic.values()) calls.pace(0);
  caller.close();
  await product.stop();
}

/** Prints when each fault was seen; those that are not within the patience are failures of the day. */
async function seen(faults: readonly GameDayFault[]): Promise<void> {
  const began = Date.now();
  const waiting = new Set(faults);
  while (waiting.size > 0 && Date.now() - began < patienceSeconds * 1000) {
    const now = await firing(cloudWatch);
    for (const fault of waiting) {
      const at = now.get(alarmNameOf(fault));
      if (at === undefined) continue;
      waiting.delete(fault);
      console.log(`  ${((at - began) / 1000).toFixed(1).padStart(6)}  ${fault.sentence} (${fault.seenBy})`);
    }
    await seconds(1);
  }
  for (const { sentence, seenBy } of waiting) console.log(`   never  ${sentence} (${seenBy})`);
  if (waiting.size > 0) process.exitCode = 1;
}

/** Names of the alarms in ALARM, and since when, epoch ms. */
async function firing(client: CloudWatchClient): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let NextToken: string | undefined, page = 0; page === 0 || NextToken !== undefined; page++) {
    const answer = await client.send(
      new DescribeAlarmsCommand({
        StateValue: "ALARM",
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const { AlarmName = "", StateTransitionedTimestamp: at } of [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])])
      found.set(AlarmName, at?.getTime() ?? 0);
    ({ NextToken } = answer);
  }
  return found;
}

async function seconds(count: number): Promise<void> {
  await new Promise((done) => setTimeout(done, count * 1000));
}
