/**
 * The certificates that a proxy can be told to show instead of its own: one line each. All but the self-signed one name the
 * proxy's own private CA, or one that looks like it.
 */
import type { Clock } from "../../lib/clock.ts";
import { currentAuthority, loopbackNames, serialNumber } from "../certificates.ts";
import { issueAuthority, issueLeaf, type KeyPairPem, type LeafRequest } from "../certificates/issue.ts";

const dayMs = 86_400_000;

interface CertificateFault {
  readonly sentence: string;
  /** Days from now, where not from yesterday for 90 days. */
  readonly days?: readonly [from: number, to: number];
  readonly leaf?: Partial<LeafRequest>;
  /** Who signs, where not the proxy's CA; `itself`: nobody. */
  readonly signedBy?: "another CA" | "an impostor of the CA" | "itself";
}

const faults = {
  expired: { sentence: "expired yesterday", days: [-91, -1] },
  "not-yet-valid": { sentence: "valid from tomorrow on", days: [1, 91] },
  "expires-soon": { sentence: "good, but for five days only", days: [-85, 5] },
  "wrong-name": { sentence: "for another host", leaf: { commonName: "other.example.com", names: ["other.example.com"] } },
  "unknown-authority": { sentence: "of a CA that nobody knows", signedBy: "another CA" },
  "self-signed": { sentence: "of no CA at all", signedBy: "itself" },
  "bad-signature": { sentence: "names the CA, but is signed with another key", signedBy: "an impostor of the CA" },
  "wrong-purpose": { sentence: "for clients, not for servers", leaf: { purpose: "client" } },
} as const satisfies Record<string, CertificateFault>;

export type CertificateFaultName = keyof typeof faults;
export const certificateFaults: Readonly<Record<CertificateFaultName, CertificateFault>> = faults;
export const certificateFaultNames = Object.keys(faults) as readonly CertificateFaultName[];

/**
 * Makes the certificate.
 *
 * @param dataDir the proxy's: its CA signs
 * @param names beside the loopback ones
 */
export async function faultyCertificate(
  name: CertificateFaultName,
  dataDir: string,
  names: readonly string[],
  clock: Clock,
): Promise<KeyPairPem> {
  const { days = [-1, 90], leaf, signedBy } = certificateFaults[name];
  const validity = { from: clock.now() + days[0] * dayMs, to: clock.now() + days[1] * dayMs };
  const all = [...new Set([...names, ...loopbackNames])];
  const request: LeafRequest = {
    commonName: all[0] ?? "localhost",
    names: all,
    purpose: "server",
    validity,
    serialNumber: serialNumber(clock),
    ...leaf,
  };
  const authority = async (commonName: string): Promise<KeyPairPem> => await issueAuthority(commonName, validity, serialNumber(clock));
  if (signedBy === "itself") return await issueLeaf(undefined, request);
  if (signedBy === "another CA") return await issueLeaf(await authority("nobody's CA"), request);
  const own = await currentAuthority(dataDir, clock);
  if (signedBy === undefined) return await issueLeaf(own, request);
  // The name and key id of the CA, but not its key.
  return await issueLeaf({ ...own, keyPem: (await authority("impostor")).keyPem }, request);
}
