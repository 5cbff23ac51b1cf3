/** The address under which others reach what listens on all addresses of this machine. */
import os from 'node:os';

type Interfaces = ReturnType<typeof os.networkInterfaces>;

/**
 * `0.0.0.0` and `::` are no addresses that a browser, or another machine, could use: instead of them the first address of
 * the network, IPv4 before IPv6, or loopback on a machine without a network. Every other host is returned as it is, an IPv6
 * address in brackets.
 */
export function reachableHost(host: string, interfaces: Interfaces = os.networkInterfaces()): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const others = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  const ipv4 = others.find(({ family }) => family === 'IPv4')?.address;
  const ipv6 = host === '::' ? others.find(({ family }) => family === 'IPv6')?.address : undefined;
  if (ipv4 !== undefined) return ipv4;
  return ipv6 === undefined ? '127.0.0.1' : `[${ipv6}]`;
}

/** Whether only this machine reaches it. */
export function isLoopback(host: string): boolean {
  return /^(?:127(?:\.\d{1,3}){3}|localhost|::1)$/i.test(host);
}
