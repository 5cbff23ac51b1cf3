/** Message-IDs that are derived from what a mail is about. */
import { createHash } from 'node:crypto';

/**
 * The Message-ID of the mail with this id, in angle brackets: the same at every attempt and on every instance, so that
 * a mail which arrives twice after a crash is recognised as one. A hash stands for the id, which may name a group or a
 * call.
 *
 * @param domain of the sender; another domain gives another Message-ID (RFC 5322, 3.6.4: the right side says who is
 * responsible for the uniqueness of the left one).
 */
export function messageId(id: string, domain: string): string {
  return `<${mailHash(id)}@${domain}>`;
}

/** 128 bits of a hash in hexadecimal digits: an id for the mail that reveals nothing. */
export function mailHash(id: string): string {
  return createHash('sha256').update(`rufgruppe mail\n${id}`).digest('hex').slice(0, 32);
}
