/** Addresses that are not on the public Internet: who may subscribe must not thereby reach into the operator's network. */
import { BlockList, isIP } from "node:net";
import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";

const ranges: readonly (readonly [network: string, prefix: number, family: "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 128, "ipv6"],
  ["::1", 128, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const list = new BlockList();
for (const [network, prefix, family] of ranges) list.addSubnet(network, prefix, family);

export class PrivateTarget extends Error {
  constructor(host: string) {
    super(`${host} leads into a private network; --private-targets on allows that`);
    this.name = "PrivateTarget";
  }
}

/** Whether an address is not on the public Internet. IPv4 in IPv6 clothes counts as the IPv4 address that it is. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return list.check(mapped, "ipv4");
  return isIP(address) === 6 ? list.check(address, "ipv6") || /^::ffff:/i.test(address) : list.check(address, "ipv4");
}

/** Throws PrivateTarget for a URL whose host is a private address itself. Names are judged when they are looked up. */
export function refuseLiteral(url: string): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateTarget(host);
}

/** As dns.lookup, without private addresses: the address that was judged is the one that is connected to. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, "", 0);
    const allowed = found.filter(({ address }) => !isPrivateAddress(address));
    const [first] = allowed;
    if (!first) return callback(new PrivateTarget(hostname), "", 0);
    if (options.all) return callback(null, allowed);
    return callback(null, first.address, first.family);
  });
};
