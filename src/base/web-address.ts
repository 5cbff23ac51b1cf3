/** Addresses of other programs that this service sends something to. */
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where a server of the cloud tells its secrets to whoever asks from inside, and what no program of others has. */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addAddress('100.100.100.200', 'ipv4');
NEVER.addAddress('192.0.0.192', 'ipv4');
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addAddress('::', 'ipv6');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
// As a NAT64 of the network writes 169.254.0.0/16.
NEVER.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');
NEVER.addAddress('fd20:ce::254', 'ipv6');

/**
 * Whether nothing is ever sent to this IP address: link-local ones, among them those under which clouds give away the keys of
 * a machine, multicast and the unspecified ones. Those of the own network and machine may receive.
 */
export function isForbidden(address: string): boolean {
  // `::ffff:169.254.169.254` is the same machine; BlockList sees through that form.
  return NEVER.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The host of an address, an IPv6 address without brackets. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** http or https, without a user, which no client sends, and without a fragment, which no server sees. */
export function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username !== '' || url.password !== '' || url.hash !== '') return false;
  return ['http:', 'https:'].includes(url.protocol);
}

/** The same, and no address that is never sent to. Names are looked up only when something is sent. */
export function isSendable(text: string): boolean {
  if (!isWebAddress(text)) return false;
  const host = hostOf(text);
  return isIP(host) === 0 || !isForbidden(host);
}
