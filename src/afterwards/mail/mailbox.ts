/** Mailboxes as they are written in settings and recipients. Pure. */
import { isMailAddress } from '../../base/model/mail-address.js';
import type { Recipient } from '../../base/model/snapshot.js';

/**
 * Reads `Rufgruppe <rufgruppe@example.com>`, `"Sales, Berlin" <sales@example.com>` or `sales@example.com`.
 * Undefined: it is not exactly one mailbox on one line.
 */
export function parseMailbox(text: string): Recipient | undefined {
  // Refuses all control characters; line breaks are among them.
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return undefined;
  const trimmed = text.trim();
  if (isMailAddress(trimmed)) return { name: undefined, address: trimmed };
  const [, quoted, bare, address = ''] =
    /^(?:"([^"\\<>]*)"|([^"\\<>,;:@]*))\s*<([^<>]*)>$/.exec(trimmed) ?? [];
  if (!isMailAddress(address)) return undefined;
  const name = (quoted ?? bare ?? '').trim();
  return { name: name === '' ? undefined : name, address };
}

/** The part after the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
