/**
 * One token of a PKCS#11 library: found by its label, opened anew when it was lost. Loading the library is left to a function,
 * since the native part is optional and tests put faults between.
 */
import type { Handle, PKCS11, TokenInfo } from "pkcs11js";
import { readIfPresent } from "../../private-files.ts";
import { XksProxyError } from "../../../xks/errors.ts";
import { returnValueOf } from "./failures.ts";

/** The part of a PKCS#11 library that is used here. */
export type Cryptoki = Pick<
  PKCS11,
  | "C_Initialize"
  | "C_Finalize"
  | "C_GetSlotList"
  | "C_GetTokenInfo"
  | "C_OpenSession"
  | "C_CloseSession"
  | "C_GetSessionInfo"
  | "C_Login"
  | "C_FindObjectsInit"
  | "C_FindObjects"
  | "C_FindObjectsFinal"
  | "C_GetAttributeValue"
  | "C_GenerateKey"
  | "C_DestroyObject"
  | "C_EncryptInit"
  | "C_EncryptAsync"
  | "C_DecryptInit"
  | "C_DecryptAsync"
>;
export type Constants = typeof import("pkcs11js");
/** A library and the names of its numbers. */
export interface Loaded {
  readonly cryptoki: Cryptoki;
  readonly constants: Constants;
}

export interface TokenSettings {
  readonly tokenLabel: string;
  /** Its file is read at each login, so that a changed PIN is taken without a stop. */
  readonly pinFile: string;
}

/** CKS_RO_USER_FUNCTIONS and CKS_RW_USER_FUNCTIONS: the states of a session whose user is logged in. */
const userStates: readonly number[] = [1, 3];

/** Loads a library by its path. @throws Error where the native part or the library is missing */
export async function loadLibrary(path: string): Promise<Loaded> {
  const { default: constants } = (await import("pkcs11js")) as unknown as { default: Constants };
  const cryptoki = new constants.PKCS11();
  cryptoki.load(path);
  return { cryptoki, constants };
}

export class Token {
  readonly #loaded: Loaded;
  readonly #settings: TokenSettings;
  #slot: Handle | undefined;
  #info: TokenInfo | undefined;

  constructor(loaded: Loaded, settings: TokenSettings) {
    this.#loaded = loaded;
    this.#settings = settings;
  }

  /** What the token says of itself; undefined before it was first found. */
  get info(): TokenInfo | undefined {
    return this.#info;
  }

  /** A session that is logged in. */
  openSession(): Handle {
    const { cryptoki, constants } = this.#loaded;
    const session = cryptoki.C_OpenSession(this.#present(), constants.CKF_SERIAL_SESSION | constants.CKF_RW_SESSION);
    this.#login(session);
    return session;
  }

  closeSession(session: Handle): void {
    try {
      this.#loaded.cryptoki.C_CloseSession(session);
    } catch {
      // It is gone already: that is why it is given up.
    }
  }

  /** Whether the session may still see private objects: without a login the token hides keys instead of refusing them. */
  isLoggedIn(session: Handle): boolean {
    return userStates.includes(this.#loaded.cryptoki.C_GetSessionInfo(session).state);
  }

  /** Forgets where the token was. @param library whether the library itself is to start anew; no call may be under way then */
  forget(library: boolean): void {
    this.#slot = undefined;
    if (!library) return;
    try {
      this.#loaded.cryptoki.C_Finalize();
    } catch {
      // It was not initialized, or not by us.
    }
  }

  #present(): Handle {
    if (this.#slot) return this.#slot;
    const { cryptoki, constants } = this.#loaded;
    try {
      cryptoki.C_Initialize({ flags: constants.CKF_OS_LOCKING_OK });
    } catch (error) {
      if (returnValueOf(error) !== "CKR_CRYPTOKI_ALREADY_INITIALIZED") throw error;
    }
    for (const slot of cryptoki.C_GetSlotList(true)) {
      const info = cryptoki.C_GetTokenInfo(slot);
      if (info.label.trim() !== this.#settings.tokenLabel) continue;
      this.#info = info;
      this.#slot = slot;
      return slot;
    }
    throw new XksProxyError("InternalException", `There is no token "${this.#settings.tokenLabel}" in any slot.`);
  }

  #login(session: Handle): void {
    const pin = readIfPresent(this.#settings.pinFile)?.trim();
    if (pin === undefined) throw new XksProxyError("InternalException", `The PIN file ${this.#settings.pinFile} does not exist.`);
    try {
      this.#loaded.cryptoki.C_Login(session, this.#loaded.constants.CKU_USER, pin);
    } catch (error) {
      // A login counts for all sessions of the process.
      if (returnValueOf(error) === "CKR_USER_ALREADY_LOGGED_IN") return;
      this.closeSession(session);
      throw new XksProxyError("InternalException", `Login to the token failed: ${returnValueOf(error) ?? "unknown error"}.`);
    }
  }
}
