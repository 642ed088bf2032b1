/** Steady traffic on one KMS key: all the cryptographic operations in turn, at an even pace, with a bound on what is under way. */
import type { Clock, Timer } from "../../lib/clock.ts";

/** Calls a KMS operation; undefined for an error. Never rejects. */
export type CallKms = <Output>(operation: string, input: unknown) => Promise<Output | undefined>;

/** Calls under way at most; beyond it a turn is left out, so that nothing piles up behind a proxy that hangs. */
const mostUnderWay = 32;

export class Traffic {
  readonly #call: CallKms;
  readonly #keyId: string;
  readonly #clock: Pick<Clock, "every">;
  #timer: Timer | undefined;
  #turn = 0;
  #underWay = 0;
  /** A ciphertext to decrypt and to re-encrypt. */
  #blob: string | undefined;

  constructor(call: CallKms, keyId: string, clock: Pick<Clock, "every">) {
    this.#call = call;
    this.#keyId = keyId;
    this.#clock = clock;
  }

  /** Calls so often from now on; 0: no more. */
  pace(callsPerSecond: number): void {
    this.#timer?.cancel();
    this.#timer = callsPerSecond > 0 ? this.#clock.every(1000 / callsPerSecond, () => void this.#callOnce()) : undefined;
  }

  async #callOnce(): Promise<void> {
    if (this.#underWay >= mostUnderWay) return;
    this.#underWay++;
    const acts = this.#acts();
    await acts[this.#turn++ % acts.length]?.();
    this.#underWay--;
  }

  /** Encrypt first: the others need what it made. */
  #acts(): readonly (() => Promise<unknown>)[] {
    const KeyId = this.#keyId;
    const encrypt = async (): Promise<void> => {
      const input = { KeyId, Plaintext: Buffer.from("a demonstration").toString("base64"), EncryptionContext: { purpose: "demo" } };
      this.#blob = (await this.#call<{ CiphertextBlob: string }>("Encrypt", input))?.CiphertextBlob ?? this.#blob;
    };
    const blob = this.#blob;
    if (blob === undefined) return [encrypt];
    const context = { purpose: "demo" };
    return [
      encrypt,
      () => this.#call("Decrypt", { CiphertextBlob: blob, EncryptionContext: context }),
      () => this.#call("GenerateDataKey", { KeyId, KeySpec: "AES_256" }),
      () => this.#call("Decrypt", { CiphertextBlob: blob, EncryptionContext: context }),
      () => this.#call("GenerateDataKeyWithoutPlaintext", { KeyId, KeySpec: "AES_128" }),
      () => this.#call("ReEncrypt", { CiphertextBlob: blob, SourceEncryptionContext: context, DestinationKeyId: KeyId }),
    ];
  }
}
