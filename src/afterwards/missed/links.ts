/**
 * Signed links in mails: whoever has one may act on one call-back item without a login, until it expires. Pure.
 *
 * A link carries no name, number or address, only ids, and the signature covers all of it. The item remembers which
 * links were used, so each works once (store/callbacks.ts).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type LinkAction = 'take' | 'done';

export interface CallbackLink {
  readonly item: string;
  readonly action: LinkAction;
  /** The recipient of the mail that the link was made for, as recipientKey(). */
  readonly recipient: string;
  readonly expiresAt: Date;
}

export type ReadLink =
  | {
      readonly kind: 'good';
      readonly link: CallbackLink;
      /** The item remembers the link by it. */ readonly id: string;
    }
  | { readonly kind: 'expired'; readonly link: CallbackLink }
  /** Truncated, altered, or signed by another installation. */
  | { readonly kind: 'bad' };

const ACTIONS: Readonly<Record<string, LinkAction>> = { t: 'take', d: 'done' };
const TOKEN = /^([A-Za-z0-9-]{1,64})\.([td])\.([0-9a-f]{12})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

/** Distinguishes recipients without revealing who they are. */
export function recipientKey(address: string): string {
  return createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 12);
}

/** The token in the link's path. `expiresAt` counts in seconds. */
export function signLink({ item, action, recipient, expiresAt }: CallbackLink, secret: Buffer): string {
  const expires = Math.floor(expiresAt.getTime() / 1000).toString(36);
  const claim = `${item}.${action === 'take' ? 't' : 'd'}.${recipient}.${expires}`;
  return `${claim}.${signature(claim, secret)}`;
}

export function readLink(token: string, secret: Buffer, now: Date): ReadLink {
  const match = TOKEN.exec(token);
  if (match === null) return { kind: 'bad' };
  const [, item = '', letter = '', recipient = '', expires = '', given = ''] = match;
  const claim = `${item}.${letter}.${recipient}.${expires}`;
  const action = ACTIONS[letter];
  if (action === undefined || !isSame(given, signature(claim, secret))) return { kind: 'bad' };
  const link = { item, action, recipient, expiresAt: new Date(Number.parseInt(expires, 36) * 1000) };
  if (link.expiresAt.getTime() <= now.getTime()) return { kind: 'expired', link };
  return { kind: 'good', link, id: given.slice(0, 16) };
}

function signature(claim: string, secret: Buffer): string {
  return createHmac('sha256', secret).update(`callback.${claim}`).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
