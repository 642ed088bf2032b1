/**
 * The form of a backup file: a readable header line, then sealed frames. Each file has a key of its own, derived from the
 * master key; frames carry their number and whether they are the last, so that none can be changed, moved or cut off.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import type { Clock } from "../../lib/clock.ts";
import type { Keyring, MasterKey } from "../sealing.ts";

const magic = "xkswatch-backup-1";
const tagLength = 16;
/** More than any frame; a length beyond it is damage. */
const longestFrame = 64 * 1024 * 1024;

export interface BackupHeader {
  readonly createdAt: number;
  /** The master key's id. */
  readonly keyId: string;
  /** Base64. */
  readonly salt: string;
}

/** A backup that cannot be used. The message says why and what to do. */
export class BackupRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackupRefused";
  }
}

/** Seals frames into a file's bytes. */
export async function* sealBackup(
  frames: AsyncIterable<Uint8Array>,
  masterKey: MasterKey,
  clock: Pick<Clock, "now" | "randomBytes">,
): AsyncGenerator<Uint8Array> {
  const salt = clock.randomBytes(16);
  const header: BackupHeader = { createdAt: clock.now(), keyId: masterKey.id, salt: Buffer.from(salt).toString("base64") };
  const headerLine = Buffer.from(`${magic} ${JSON.stringify(header)}\n`);
  const key = fileKey(masterKey, salt);
  yield headerLine;
  let number = 0;
  const seal = (frame: Uint8Array, last: boolean): Uint8Array => {
    const cipher = createCipheriv("aes-256-gcm", key, frameIv(number++, last)).setAAD(headerLine);
    const sealed = Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length);
    return Buffer.concat([length, sealed]);
  };
  for await (const frame of frames) yield seal(frame, false);
  yield seal(new Uint8Array(0), true);
}

/**
 * Opens a file's bytes into its frames.
 * @throws BackupRefused for what is not a backup, damaged, cut off, or made under a master key that is not in the ring
 */
export async function* openBackup(bytes: AsyncIterable<Uint8Array>, keyring: Keyring): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(bytes);
  const headerLine = await reader.line(1024);
  const header = headerOf(headerLine);
  const masterKey = keyring.keys.find(({ id }) => id === header.keyId);
  if (!masterKey)
    throw new BackupRefused(`the backup was made under another master key (${header.keyId}); name that key's file with --backup-key-file`);
  const key = fileKey(masterKey, Buffer.from(header.salt, "base64"));
  for (let number = 0; ; number++) {
    const length = (await reader.exactly(4)).readUInt32BE();
    if (length < tagLength || length > longestFrame) throw damaged();
    const sealed = await reader.exactly(length);
    const last = length === tagLength;
    const decipher = createDecipheriv("aes-256-gcm", key, frameIv(number, last), { authTagLength: tagLength })
      .setAAD(headerLine)
      .setAuthTag(sealed.subarray(-tagLength));
    const frame = decipher.update(sealed.subarray(0, -tagLength));
    try {
      decipher.final();
    } catch {
      throw damaged();
    }
    if (last) {
      if (!(await reader.atEnd())) throw damaged();
      return;
    }
    yield frame;
  }
}

function headerOf(line: Buffer): BackupHeader {
  const text = line.toString("utf8");
  if (!text.startsWith(`${magic} `)) throw new BackupRefused("the file is not a backup of xkswatch, or of a newer version");
  try {
    const { createdAt, keyId, salt } = JSON.parse(text.slice(magic.length)) as Partial<BackupHeader>;
    if (typeof createdAt === "number" && typeof keyId === "string" && typeof salt === "string") return { createdAt, keyId, salt };
  } catch {
    // Falls through: an unreadable header is damage.
  }
  throw damaged();
}

function fileKey(masterKey: MasterKey, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", masterKey.bytes, salt, "xkswatch backup", 32));
}

/** A frame's number as IV, which is unique because the key is this file's own. */
function frameIv(number: number, last: boolean): Uint8Array {
  const iv = Buffer.alloc(12);
  iv[0] = last ? 1 : 0;
  iv.writeUInt32BE(number, 8);
  return iv;
}

const damaged = (): BackupRefused => new BackupRefused("the backup file is damaged or cut off; take another one");

/** Takes bytes in wanted pieces from chunks of any size. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  async line(longest: number): Promise<Buffer> {
    for (;;) {
      const end = this.#rest.indexOf(0x0a);
      if (end !== -1) return this.#take(end + 1);
      if (this.#rest.length > longest || !(await this.#more())) throw new BackupRefused("the file is not a backup of xkswatch");
    }
  }

  async exactly(length: number): Promise<Buffer> {
    while (this.#rest.length < length) if (!(await this.#more())) throw damaged();
    return this.#take(length);
  }

  async atEnd(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#rest = Buffer.concat([this.#rest, next.value]);
    return true;
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
