/**
 * The PKCS#11 key manager: keys of a token (an HSM, or SoftHSM), found by label, used in pooled sessions. A lost session, login
 * or token is got back and the request tried once more; what takes too long is given up in time for the KMS side's 250 ms.
 */
import { existsSync } from "node:fs";
import type { Clock } from "../../lib/clock.ts";
import { XksProxyError } from "../../xks/errors.ts";
import type { Encryption, KeyManager, KeyManagerInstance, KeyMetadata } from "../key-manager.ts";
import type { ProxyLog } from "../log.ts";
import { defineKeyManager, type KeyManagerContext } from "./kind.ts";
import { lossOf, type Pkcs11Loss, returnValueOf } from "./pkcs11/failures.ts";
import { decryptInToken, encryptInToken } from "./pkcs11/gcm.ts";
import { type Session, SessionPool } from "./pkcs11/session-pool.ts";
import { type Loaded, loadLibrary, Token } from "./pkcs11/token.ts";
import { type TokenKey, TokenKeys } from "./pkcs11/token-keys.ts";
import { RandomVectors } from "./software/random-vectors.ts";

export interface Pkcs11Settings {
  /** Path of the PKCS#11 library. */
  readonly library: string;
  readonly tokenLabel: string;
  readonly pinFile: string;
  /** Sessions kept at most. */
  readonly sessions: number;
  /** For a whole request, the wait for a session included. */
  readonly timeoutMs: number;
}

const defaultSessions = 8;
const defaultTimeoutMs = 200;
/** After a token could not be got back, requests fail at once for this long. */
const restMs = 1000;

export const pkcs11KeyManager = defineKeyManager<Pkcs11Settings>()({
  members: ["library", "tokenLabel", "pinFile", "sessions", "timeoutMs"],
  read({ library, tokenLabel, pinFile, sessions, timeoutMs }) {
    const path = library.text("the path of a PKCS#11 library");
    if (!existsSync(path)) throw library.wrong(`names ${path}, which does not exist: give the path of the token's PKCS#11 library`);
    pinFile.textOfFile("a file that holds the token's user PIN");
    return {
      library: path,
      tokenLabel: tokenLabel.text("the token's label", /^[^]{1,32}$/),
      pinFile: pinFile.text(),
      sessions: sessions.present ? sessions.integer(1, 1024) : defaultSessions,
      timeoutMs: timeoutMs.present ? timeoutMs.integer(10, 60_000) : defaultTimeoutMs,
    };
  },
  open: (settings, context) => new Pkcs11KeyManager(settings, context, loadLibrary),
});

/** What is there once the library is loaded. */
interface Opened {
  readonly loaded: Loaded;
  readonly token: Token;
  readonly pool: SessionPool;
  readonly keys: TokenKeys;
}

export class Pkcs11KeyManager implements KeyManager {
  readonly #settings: Pkcs11Settings;
  readonly #name: string;
  readonly #clock: Clock;
  readonly #log: ProxyLog;
  readonly #vectors: RandomVectors;
  readonly #load: (path: string) => Promise<Loaded>;
  #opening: Promise<Opened> | undefined;
  #restUntil = -Infinity;
  #manufacturer = "PKCS#11";

  constructor(settings: Pkcs11Settings, { name, clock, log }: Omit<KeyManagerContext, "dataDir">, load: (path: string) => Promise<Loaded>) {
    this.#settings = settings;
    this.#name = name;
    this.#clock = clock;
    this.#log = log;
    this.#load = load;
    this.#vectors = new RandomVectors(clock);
  }

  /** The token's manufacturer, as soon as the token was found. */
  get vendor(): string {
    return this.#manufacturer;
  }

  encrypt(externalKeyId: string, plaintext: Uint8Array, aad: Uint8Array | undefined): Promise<Encryption> {
    if (plaintext.length === 0) throw new XksProxyError("UnsupportedOperationException", "PKCS#11 tokens do not encrypt nothing.");
    const iv = this.#vectors.next();
    return this.#use(externalKeyId, "ENCRYPT", (opened, session, key) =>
      encryptInToken(opened.loaded, session.handle, key.handle, plaintext, iv, aad),
    );
  }

  decrypt(externalKeyId: string, encryption: Encryption, aad: Uint8Array | undefined): Promise<Uint8Array> {
    return this.#use(externalKeyId, "DECRYPT", async (opened, session, key) => {
      try {
        return await decryptInToken(opened.loaded, session.handle, key.handle, encryption, aad);
      } catch (error) {
        throw lossOf(error) === "unclear" && (await this.#stillWorks(opened, session))
          ? new XksProxyError("InvalidCiphertextException")
          : error;
      }
    });
  }

  getKeyMetadata(externalKeyId: string): Promise<KeyMetadata> {
    return this.#inTime(this.#attempt(async (opened, session) => opened.keys.find(session.handle, externalKeyId).metadata));
  }

  async checkHealth(): Promise<readonly KeyManagerInstance[]> {
    let works = false;
    let opened: Opened | undefined;
    try {
      works = await this.#inTime(this.#attempt((one, session) => this.#stillWorks(one, session)));
      opened = await this.#opened();
    } catch (error) {
      this.#log.warn({ keyManager: this.#name, reason: reasonOf(error) }, "the PKCS#11 token cannot be used");
    }
    const info = opened?.token.info;
    if (info) this.#manufacturer = info.manufacturerID.trim();
    const model = info
      ? `${info.manufacturerID.trim()} ${info.model.trim()} ${info.firmwareVersion.major}.${info.firmwareVersion.minor}`
      : "PKCS#11";
    const healthStatus = works ? (opened?.pool.limited ? "DEGRADED" : "ACTIVE") : "UNAVAILABLE";
    return [{ id: info ? `${this.#name}/${info.serialNumber.trim()}` : this.#name, model, healthStatus }];
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    opened?.pool.clear();
  }

  async #use<T>(
    externalKeyId: string,
    use: "ENCRYPT" | "DECRYPT",
    act: (opened: Opened, session: Session, key: TokenKey) => Promise<T>,
  ): Promise<T> {
    const attempt = this.#attempt(async (opened, session) => {
      const key = opened.keys.find(session.handle, externalKeyId);
      if (!key.metadata.keyUsage.includes(use)) {
        throw new XksProxyError("InvalidKeyUsageException", `The external key ${externalKeyId} has no key usage ${use}.`);
      }
      return await act(opened, session, key);
    });
    return await this.#inTime(attempt);
  }

  /** Carries a request out in a session; what was lost is got back and the request tried once more. */
  async #attempt<T>(act: (opened: Opened, session: Session) => Promise<T>): Promise<T> {
    if (this.#clock.monotonic() < this.#restUntil)
      throw new XksProxyError("InternalException", "The token could not be reached a moment ago.");
    const opened = await this.#opened();
    try {
      return await this.#once(opened, act);
    } catch (error) {
      const loss = lossOf(error);
      if (loss !== "session" && loss !== "token" && loss !== "key") throw this.#translated(error);
      this.#recover(opened, loss, error);
    }
    try {
      return await this.#once(opened, act);
    } catch (error) {
      if (!(error instanceof XksProxyError) || error.errorName === "InternalException") this.#restUntil = this.#clock.monotonic() + restMs;
      throw this.#translated(error);
    }
  }

  async #once<T>({ pool, ...rest }: Opened, act: (opened: Opened, session: Session) => Promise<T>): Promise<T> {
    const session = await pool.acquire(this.#settings.timeoutMs);
    try {
      const result = await act({ pool, ...rest }, session);
      pool.release(session);
      return result;
    } catch (error) {
      // An operation that failed half-way may still be open in its session.
      if (error instanceof XksProxyError) pool.release(session);
      else pool.discard(session);
      throw error;
    }
  }

  #recover({ pool, keys, token }: Opened, loss: Pkcs11Loss, error: unknown): void {
    keys.forget();
    if (loss === "key") return;
    pool.clear();
    // The library may start anew only while nobody is in a call of it.
    token.forget(loss === "token" && pool.inUse === 0);
    this.#log.warn({ keyManager: this.#name, loss, reason: reasonOf(error) }, "getting the PKCS#11 token back");
  }

  /** Uses the token under a key of the session's own, which ends with it. */
  async #stillWorks({ loaded }: Opened, session: Session): Promise<boolean> {
    const { cryptoki, constants } = loaded;
    const attribute = (type: number, value: number | boolean) => ({ type, value });
    const key = cryptoki.C_GenerateKey(session.handle, { mechanism: constants.CKM_AES_KEY_GEN }, [
      attribute(constants.CKA_CLASS, constants.CKO_SECRET_KEY),
      attribute(constants.CKA_TOKEN, false),
      attribute(constants.CKA_VALUE_LEN, 32),
      attribute(constants.CKA_ENCRYPT, true),
      attribute(constants.CKA_DECRYPT, true),
    ]);
    try {
      const probe = this.#clock.randomBytes(16);
      const encryption = await encryptInToken(loaded, session.handle, key, probe, this.#vectors.next(), probe);
      return Buffer.from(await decryptInToken(loaded, session.handle, key, encryption, probe)).equals(probe);
    } finally {
      cryptoki.C_DestroyObject(session.handle, key);
    }
  }

  #opened(): Promise<Opened> {
    this.#opening ??= this.#load(this.#settings.library).then((loaded) => {
      const token = new Token(loaded, this.#settings);
      const pool = new SessionPool(token, this.#settings.sessions, this.#clock);
      return { loaded, token, pool, keys: new TokenKeys(loaded, token, () => this.#clock.monotonic()) };
    });
    return this.#opening;
  }

  #inTime<T>(attempt: Promise<T>): Promise<T> {
    const { timeoutMs } = this.#settings;
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(timeoutMs, () =>
        reject(new XksProxyError("DependencyTimeoutException", `The token did not answer in ${timeoutMs} ms.`)),
      );
      void attempt.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  #translated(error: unknown): unknown {
    if (error instanceof XksProxyError) return error;
    const loss = lossOf(error);
    if (loss === "ciphertext") return new XksProxyError("InvalidCiphertextException");
    if (loss === "usage") return new XksProxyError("InvalidKeyUsageException");
    return new XksProxyError("InternalException", `The token failed: ${reasonOf(error)}.`, { cause: error });
  }
}

const reasonOf = (error: unknown): string => returnValueOf(error) ?? (error instanceof Error ? error.message : "unknown error");
