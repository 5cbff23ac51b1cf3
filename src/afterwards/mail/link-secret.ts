/**
 * Secrets of links that set a password. A queued mail has `SECRET_PLACE` instead, so neither the database, its backups nor the
 * page Outbox have a link that opens anything: the secret is made when the mail is handed to the mail server, and only its hash
 * is kept. Each attempt makes one of its own, and all of them open the link, since a mail that seemed lost may arrive.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { LinkOfMail } from '../../base/model/account-link.js';
import type { AccountLinkStore } from '../../base/store/account-links.js';
import type { OutgoingMail, SendResult } from './transport.js';

/** What a queued mail has in place of the secret; no name of an account or host contains it. */
export const SECRET_PLACE = '***';

const LINK_PLACE = `password/${SECRET_PLACE}`;

export function secretHash(secret: string): string {
  return createHash('sha256').update(`rufgruppe account link\n${secret}`).digest('base64url');
}

/** Where the page behind the link is, below the address of the pages. */
export function linkPath(secret: string): string {
  return `password/${secret}`;
}

/** The mail as its recipient gets it, and its secret; undefined: the link is used, replaced, withdrawn or over. */
export async function withSecret<Mail extends Pick<OutgoingMail, 'text' | 'html'>>(
  mail: Mail,
  link: LinkOfMail,
  accounts: Pick<AccountLinkStore, 'addSecret'>,
  now: Date,
): Promise<{ readonly mail: Mail; readonly secret: string } | undefined> {
  const secret = randomBytes(32).toString('base64url');
  if (!(await accounts.addSecret(link, secretHash(secret), now))) return undefined;
  const whole = (text: string) => text.replaceAll(LINK_PLACE, linkPath(secret));
  return { mail: { ...mail, text: whole(mail.text), html: whole(mail.html) }, secret };
}

/** So many characters of a secret in a row are no accident. */
const TELLING = 6;

/** Servers repeat what they refuse (`554 http://… is on a list`), perhaps cut or in other letters: no part of the secret stays. */
export function withoutSecret(words: string, secret: string): string {
  const parts = new Set<string>();
  const low = inLowerCase(secret);
  for (let at = 0; at + TELLING <= low.length; at++) parts.add(low.slice(at, at + TELLING));
  const hidden = new Set<number>();
  const given = inLowerCase(words);
  for (let at = 0; at + TELLING <= given.length; at++)
    if (parts.has(given.slice(at, at + TELLING)))
      for (let one = at; one < at + TELLING; one++) hidden.add(one);
  return words
    .split('')
    .map((letter, at) => (hidden.has(at) ? '*' : letter))
    .join('');
}

/** Of A to Z only, so that the length stays. */
function inLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The result without the secret in what the server said. */
export function resultWithoutSecret(result: SendResult, secret: string): SendResult {
  const clean = <One extends { readonly words: string }>(one: One): One => ({
    ...one,
    words: withoutSecret(one.words, secret),
  });
  if (result.kind === 'unavailable') return clean(result);
  return {
    ...result,
    recipients: result.recipients.map((one) => (one.kind === 'accepted' ? one : clean(one))),
  };
}
