/** Puts alarms together: the book, the engine that evaluates, the teller that notifies, and the topics that it tells. */
import { readFileSync } from "node:fs";
import { AlarmBook } from "../../alarms/alarm-book.ts";
import { AlarmEngine } from "../../alarms/engine.ts";
import { ChannelFault, type ChannelTable, noChannels, readChannels } from "../../alarms/telling/channel.ts";
import { createMailer } from "../../alarms/telling/mailer.ts";
import { createPoster } from "../../alarms/telling/post.ts";
import { openSigner } from "../../alarms/telling/signing.ts";
import { type TestedAction, testActions } from "../../alarms/telling/test-actions.ts";
import { Teller } from "../../alarms/telling/teller.ts";
import type { Service } from "../../aws/operation.ts";
import type { Clock } from "../../lib/clock.ts";
import type { ApiRequest, ApiResponse } from "../../lib/door.ts";
import type { Log } from "../../lib/log.ts";
import type { Alarm } from "../../model/alarm.ts";
import { answerOpenly } from "../../sns/open-door.ts";
import { createSnsService, type SnsContext } from "../../sns/operations.ts";
import { type Configuration, publicAddressOf } from "../configuration.ts";
import { UsageError } from "../usage-error.ts";
import type { Stores } from "./open-stores.ts";

export interface Alarming {
  readonly book: AlarmBook;
  readonly sns: Service<SnsContext>;
  /** Answers what receivers of messages may ask for without a signature; undefined for any other request. */
  answerOpenly(request: ApiRequest): Promise<ApiResponse | undefined>;
  /** Tells the receivers of an alarm's actions at once, as a test. */
  testActions(alarm: Alarm): Promise<readonly TestedAction[]>;
  /** From now on alarms are evaluated and told. */
  start(): void;
  stop(): Promise<void>;
}

export async function openAlarming(configuration: Configuration, clock: Clock, log: Log, stores: Stores): Promise<Alarming> {
  const { region, accountId, mail, privateTargets } = configuration;
  const { resources } = stores.state;
  const installation = { region, accountId };
  const address = publicAddressOf(configuration);
  const book = new AlarmBook({ resources, clock });
  const signer = await openSigner(resources, clock);
  const post = createPoster({ clock, allowPrivate: privateTargets });
  const mailer = createMailer(mail);
  const channels = channelsOf(configuration);
  const receiving = {
    resources,
    channels,
    tools: { post, signer, mail: mailer, clock, installation, address },
    findings: { metrics: stores.metrics, interactions: stores.interactions, resources, address },
  };
  const teller = new Teller({ ...receiving, clock, log });
  const onDeliveries = (): void => void teller.look();
  const engine = new AlarmEngine({ book, metrics: stores.metrics, resources, clock, log, installation, onDeliveries });
  const context: SnsContext = { resources, clock, installation, channels, canMail: mail !== undefined, onDeliveries };
  return {
    book,
    sns: createSnsService(context),
    answerOpenly: (request) => answerOpenly(request, context, signer),
    testActions: (alarm) => testActions(receiving, clock, alarm),
    start() {
      engine.start();
      teller.start();
    },
    async stop() {
      await engine.stop();
      await teller.stop();
      await post.close();
      mailer.close();
    },
  };
}

function channelsOf({ channelsFile }: Configuration): ChannelTable {
  if (channelsFile === undefined) return noChannels;
  try {
    return readChannels(readFileSync(channelsFile, "utf8"));
  } catch (error) {
    if (error instanceof ChannelFault) throw new UsageError(`--channels: ${channelsFile}: ${error.message}`);
    throw error;
  }
}
