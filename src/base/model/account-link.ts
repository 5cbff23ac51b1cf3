/** A link in a mail with which somebody sets the password of an account. Pure. */

/** `invitation`: the account has no password yet. `reset`: the old password stays until another one is set. */
export type LinkPurpose = 'invitation' | 'reset';

export interface AccountLink {
  /** Names the link to the mails that carry it; it opens nothing. */
  readonly id: string;
  readonly purpose: LinkPurpose;
  /**
   * What the secrets that were sent hash to: a secret is made for each attempt to send a mail and kept nowhere, because a mail
   * that seemed lost may arrive all the same.
   */
  readonly hashes: readonly string[];
  readonly until: Date;
  /** Null: not yet. */
  readonly usedAt: Date | null;
}

/** Names the link that a queued mail is about. */
export interface LinkOfMail {
  readonly account: string;
  readonly id: string;
}

/** What the sign-in page was asked to mail for an account, within a day from `from` on. */
export interface LinkAsks {
  readonly last: Date;
  readonly from: Date;
  readonly count: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long a link is valid, in milliseconds. */
export const LINK_MS: Readonly<Record<LinkPurpose, number>> = {
  invitation: 7 * DAY_MS,
  reset: 60 * MINUTE_MS,
};

/**
 * Strangers can ask as well: the first asks of a day are answered soon after each other, the others when the link of the last
 * one is over. So whoever reads the mails always has a link that opens or can ask for one, whatever strangers do.
 */
const BETWEEN_ASKS_MS = 5 * MINUTE_MS;
const ASKS_ANSWERED_SOON = 5;

/** The asks with one more now; undefined: it comes too soon. A clock that was set back by more than a day begins anew. */
export function oneMoreAsk(asks: LinkAsks | null, now: Date): LinkAsks | undefined {
  const began = { last: now, from: now, count: 1 };
  if (asks === null || Math.abs(now.getTime() - asks.from.getTime()) >= DAY_MS) return began;
  const pauseMs = asks.count < ASKS_ANSWERED_SOON ? BETWEEN_ASKS_MS : LINK_MS.reset;
  if (now.getTime() - asks.last.getTime() < pauseMs) return undefined;
  return { last: now, from: asks.from, count: asks.count + 1 };
}

/** Whether it still opens something. */
export function isOpen(link: AccountLink | null, now: Date): boolean {
  return link !== null && link.usedAt === null && link.until > now;
}
