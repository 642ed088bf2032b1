/** Keys of a token, found by their label, which is the external key id; handles and attributes are kept once found. */
import type { Handle } from "pkcs11js";
import { XksProxyError } from "../../../xks/errors.ts";
import { isExternalKeyId } from "../../../xks/uri.ts";
import type { KeyMetadata } from "../../key-manager.ts";
import type { Loaded, Token } from "./token.ts";

export interface TokenKey {
  readonly handle: Handle;
  readonly metadata: KeyMetadata;
}

/** PKCS#11's usage attributes and the key usages of GetKeyMetadata. */
const usages = [
  ["CKA_ENCRYPT", "ENCRYPT"],
  ["CKA_DECRYPT", "DECRYPT"],
  ["CKA_WRAP", "WRAP"],
  ["CKA_UNWRAP", "UNWRAP"],
  ["CKA_SIGN", "SIGN"],
  ["CKA_VERIFY", "VERIFY"],
  ["CKA_DERIVE", "DERIVE"],
] as const;

/** A key found this long ago is looked for anew: it may have been deleted or changed at the token. */
const keptMs = 10_000;

export class TokenKeys {
  readonly #loaded: Loaded;
  readonly #token: Token;
  readonly #monotonic: () => number;
  readonly #known = new Map<string, { readonly key: TokenKey; readonly until: number }>();

  constructor(loaded: Loaded, token: Token, monotonic: () => number) {
    this.#loaded = loaded;
    this.#token = token;
    this.#monotonic = monotonic;
  }

  /** @throws XksProxyError KeyNotFoundException; InternalException where the label is not unique */
  find(session: Handle, externalKeyId: string): TokenKey {
    const known = this.#known.get(externalKeyId);
    if (known && known.until > this.#monotonic()) return known.key;
    const key = this.#search(session, externalKeyId);
    this.#known.set(externalKeyId, { key, until: this.#monotonic() + keptMs });
    return key;
  }

  forget(externalKeyId?: string): void {
    if (externalKeyId === undefined) this.#known.clear();
    else this.#known.delete(externalKeyId);
  }

  #search(session: Handle, externalKeyId: string): TokenKey {
    const { cryptoki, constants } = this.#loaded;
    this.#known.delete(externalKeyId);
    if (!isExternalKeyId(externalKeyId)) throw notFound(externalKeyId);
    cryptoki.C_FindObjectsInit(session, [
      { type: constants.CKA_CLASS, value: constants.CKO_SECRET_KEY },
      { type: constants.CKA_KEY_TYPE, value: constants.CKK_AES },
      { type: constants.CKA_TOKEN, value: true },
      { type: constants.CKA_LABEL, value: externalKeyId },
    ]);
    let handles: Handle[];
    try {
      handles = cryptoki.C_FindObjects(session, 2);
    } finally {
      cryptoki.C_FindObjectsFinal(session);
    }
    const [handle, second] = handles;
    if (second)
      throw new XksProxyError("InternalException", `The token has several keys labelled ${externalKeyId}: labels must be unique.`);
    if (handle) return { handle, metadata: this.#metadata(session, handle) };
    if (!this.#token.isLoggedIn(session)) throw new Error("CKR_USER_NOT_LOGGED_IN");
    throw notFound(externalKeyId);
  }

  #metadata(session: Handle, handle: Handle): KeyMetadata {
    const { cryptoki, constants } = this.#loaded;
    const wanted = [{ type: constants.CKA_VALUE_LEN }, ...usages.map(([attribute]) => ({ type: constants[attribute] }))];
    const [length, ...may] = cryptoki.C_GetAttributeValue(session, handle, wanted);
    const bits = length?.value[0];
    return {
      keySpec: `AES_${(bits ?? 0) * 8}`,
      keyUsage: usages.filter((_, index) => may[index]?.value[0] === 1).map(([, usage]) => usage),
      keyStatus: "ENABLED",
    };
  }
}

const notFound = (externalKeyId: string): XksProxyError =>
  new XksProxyError("KeyNotFoundException", `The token has no AES key labelled ${externalKeyId}.`);
