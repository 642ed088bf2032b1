/**
 * The kinds of key managers, one line each: what the configuration may say of one, and how it is opened. Opening only
 * prepares: a manager that cannot be reached at the moment is UNAVAILABLE, not an obstacle to a start.
 */
import type { Section } from "./configuration/section.ts";
import type { KeyManager } from "./key-manager.ts";
import type { KeyManagerContext, KeyManagerKind } from "./key-managers/kind.ts";
import { pkcs11KeyManager } from "./key-managers/pkcs11.ts";
import { remoteKeyManager } from "./key-managers/remote.ts";
import { softwareKeyManager } from "./key-managers/software.ts";

/** A kind with its settings read: what remains is to open it. */
export interface KeyManagerSettings {
  readonly name: string;
  /** Equal texts mean equal settings. */
  readonly fingerprint: string;
  open(context: Omit<KeyManagerContext, "name">): KeyManager;
}

const readings = {
  software: reading(softwareKeyManager),
  pkcs11: reading(pkcs11KeyManager),
  remote: reading(remoteKeyManager),
};

export type KeyManagerKindName = keyof typeof readings;
export const keyManagerKindNames = Object.keys(readings) as readonly KeyManagerKindName[];

/** The only key manager of a configuration that names none. */
export const defaultKeyManagers: readonly KeyManagerSettings[] = [
  { name: "software", fingerprint: "default", open: (context) => softwareKeyManager.open({}, { ...context, name: "software" }) },
];

/** Reads one entry of `keyManagers`. */
export function readKeyManager(name: string, section: Section): KeyManagerSettings {
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(name)) throw section.wrong("must have a name of 1 to 40 of A–Z, a–z, 0–9, ., _ and -");
  const kind = section.open().kind?.oneOf(...keyManagerKindNames);
  if (kind === undefined) throw section.wrong(`needs a kind: ${keyManagerKindNames.join(", ")}`);
  return readings[kind](name, section);
}

function reading<S, M extends string>(kind: KeyManagerKind<S, M>): (name: string, section: Section) => KeyManagerSettings {
  return (name, section) => {
    const settings = kind.read(section.members<"kind" | M>("kind", ...kind.members));
    return { name, fingerprint: JSON.stringify(settings), open: (context) => kind.open(settings, { ...context, name }) };
  };
}
