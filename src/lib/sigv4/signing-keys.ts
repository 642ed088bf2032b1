/** SigV4's signing keys, derived once per day, scope and secret: the four HMACs cost more than all the rest of a check. */
import { createHmac } from "node:crypto";

const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac("sha256", key).update(text).digest();

export class SigningKeys {
  readonly #keys = new Map<string, Buffer>();
  readonly #limit: number;

  /** @param limit how many keys are kept; the region in a scope is a client's word, so there can be any number of them */
  constructor(limit = 1000) {
    this.#limit = limit;
  }

  /** @param date `YYYYMMDD` */
  key(secret: string, date: string, region: string, service: string): Uint8Array {
    const id = `${date}/${region}/${service}/${secret}`;
    let key = this.#keys.get(id);
    if (!key) {
      key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), "aws4_request");
      if (this.#keys.size >= this.#limit) this.#keys.clear();
      this.#keys.set(id, key);
    }
    return key;
  }
}
