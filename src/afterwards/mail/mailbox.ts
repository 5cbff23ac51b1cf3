/** Mailboxes as settings and recipients name them. Pure. */
import type { Recipient } from '../../base/model/snapshot.js';

/** One address in its plain form (RFC 5321 without quoted names, comments and address literals). */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Longest address that a mail path can carry (RFC 5321, 4.5.3.1.3, less the angle brackets). */
const LONGEST_ADDRESS = 254;

/** Whether this is one plain address that may stand in a header and in an SMTP command. */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && ADDRESS.test(text);
}

/**
 * Reads `Rufgruppe <rufgruppe@example.com>`, `"Sales, Berlin" <sales@example.com>` or `sales@example.com`.
 * Undefined: it is not exactly one mailbox on one line.
 */
export function parseMailbox(text: string): Recipient | undefined {
  // No control character at all: line breaks are some of them.
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return undefined;
  const trimmed = text.trim();
  if (isAddress(trimmed)) return { name: undefined, address: trimmed };
  const [, quoted, bare, address = ''] =
    /^(?:"([^"\\<>]*)"|([^"\\<>,;:@]*))\s*<([^<>]*)>$/.exec(trimmed) ?? [];
  if (!isAddress(address)) return undefined;
  const name = (quoted ?? bare ?? '').trim();
  return { name: name === '' ? undefined : name, address };
}

/** What stands behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
