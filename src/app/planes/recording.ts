/** The recorder at work in a plane: once a second what it gathered goes out, and stays in the outbox until it is accepted. */
import type { Clock } from "../../lib/clock.ts";
import type { Interaction } from "../../model/interaction.ts";
import { KeptInteractions } from "../../recorder/kept-interactions.ts";
import { Outbox } from "../../recorder/outbox.ts";
import { type FactSink, Recorder } from "../../recorder/recorder.ts";
import { requestIds } from "./request-ids.ts";

export interface RecordingSink {
  /** Sends a batch if it can; it comes again after `resend` until it is accepted. */
  sendBatch(sequence: number, bytes: Uint8Array, source: string): void;
  /** @returns whether they went out; if not they are offered again */
  sendInteractions(interactions: readonly Interaction[], dropped: number): boolean;
}

export interface Recording {
  /** Where facts go. */
  readonly facts: FactSink;
  /** Names this life of this plane. */
  readonly source: string;
  /** A batch is in the metric store. */
  accepted(sequence: number): void;
  /** The other side is there (again): everything that was not accepted goes out once more. */
  resend(): void;
  /** Sends the running second too. */
  stop(): void;
}

const beatMs = 1000;

export function startRecording(clock: Clock, sink: RecordingSink): Recording {
  const recorder = new Recorder();
  const kept = new KeptInteractions();
  const source = requestIds(clock)();
  const outbox = new Outbox(source);
  /** What could not be sent at the last beat. */
  let unsent: { interactions: readonly Interaction[]; dropped: number } | undefined;

  const send = (): void => {
    for (let batch = outbox.next(); batch; batch = outbox.next()) sink.sendBatch(batch.sequence, batch.bytes, source);
    unsent ??= kept.take();
    const nothing = unsent.interactions.length === 0 && unsent.dropped === 0;
    if (nothing || sink.sendInteractions(unsent.interactions, unsent.dropped)) unsent = undefined;
  };
  const beat = clock.every(beatMs, () => {
    const now = clock.now();
    outbox.add(recorder.closeSecond(now), now);
    send();
  });

  return {
    source,
    facts: {
      interaction(interaction) {
        recorder.interaction(interaction);
        kept.offer(interaction);
      },
      kmsRequest(request) {
        recorder.kmsRequest(request);
        kept.offerRefusal(request);
      },
      healthCheck: (check) => recorder.healthCheck(check),
    },
    accepted(sequence) {
      outbox.acknowledge(sequence);
      send();
    },
    resend() {
      for (const batch of outbox.unacknowledged()) sink.sendBatch(batch.sequence, batch.bytes, source);
      send();
    },
    stop() {
      beat.cancel();
      outbox.add(recorder.drain(), clock.now());
      send();
    },
  };
}
