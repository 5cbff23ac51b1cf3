/** Reads where the event sockets of the FreeSWITCHes are. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { EventSocketAddress } from '../telephony/esl/event-source.js';

const NO_FREESWITCH = 'none';
export const DEFAULT_EVENT_PORT = 8021;

/** `pbx.example:8021`, `192.0.2.7`, `secret@[2001:db8::7]:8021`; undefined for anything else. */
function eventSocketAddress(text: string): EventSocketAddress | undefined {
  const [, password, ipv6, name, port = String(DEFAULT_EVENT_PORT)] =
    /^(?:([^\s]{1,255})@)?(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = ipv6 ?? name;
  const usable = host !== undefined && (ipv6 === undefined || isIP(ipv6) === 6);
  if (!usable || Number(port) < 1 || Number(port) > 65535) return undefined;
  return { host, port: Number(port), ...(password !== undefined && { password }) };
}

/** `FREESWITCH_EVENTS`: the event sockets of the FreeSWITCHes, or none. */
export const eventSockets = z.string().transform((text, context): EventSocketAddress[] => {
  const parts = [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
  if (parts.length === 1 && parts[0]?.toLowerCase() === NO_FREESWITCH) return [];
  const addresses = parts.map(eventSocketAddress).filter((address) => address !== undefined);
  if (addresses.length === parts.length && parts.length > 0) return addresses;
  context.addIssue('must be host:port or password@host:port, several separated by commas, or none');
  return z.NEVER;
});
