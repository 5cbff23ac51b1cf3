import { BlockList, isIP } from 'node:net';
import { AppError } from '../../base/errors.js';

export const LOOPBACK_ONLY: readonly string[] = ['127.0.0.0/8', '::1'];

/**
 * Addresses (`192.0.2.7`) and networks (`192.0.2.0/24`, `2001:db8::/32`). An IPv4 address also matches in its
 * IPv6-mapped form (`::ffff:192.0.2.7`, as a dual-stack socket shows it). Throws an AppError that names the entry
 * if one is neither.
 */
export function createAllowList(entries: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const entry of entries) addEntry(list, entry);
  return (address) => {
    const plain = plainAddress(address ?? '');
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  };
}

/** The address without the mapping to IPv6 and without the zone of a link-local address. */
export function plainAddress(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function addEntry(list: BlockList, entry: string): void {
  const [address = '', prefix, ...rest] = entry.split('/');
  const plain = plainAddress(address);
  const version = isIP(plain);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || rest.length > 0 || (prefix !== undefined && !isPrefix(prefix, bits))) {
    throw new AppError('ESL_ALLOW_LIST', `Neither an IP address nor a network: "${entry}"`, {
      facts: { entry },
    });
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (prefix === undefined) list.addAddress(plain, family);
  else list.addSubnet(plain, Number(prefix), family);
}

function isPrefix(text: string, max: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= max;
}
