/**
 * Links by mail that set the password of an account: invitations, and resets that an administrator or the sign-in page asks
 * for. Used by pages, interface and command line. The mail room gives them their secrets (afterwards/mail/link-secret.ts).
 */
import { randomBytes } from 'node:crypto';
import { accountMail } from '../../afterwards/mail/account-mail.js';
import type { MailWay } from '../../afterwards/mail/open-transport.js';
import type { RenderMail } from '../../afterwards/mail/templates.js';
import { isOpen, LINK_MS, oneMoreAsk, type AccountLink } from '../../base/model/account-link.js';
import type { Language } from '../../base/model/language.js';
import type { MailQueue } from '../../base/model/mail.js';
import { systemWork } from '../../base/model/who.js';
import type { Account } from '../../base/store/accounts.js';
import type { AccountContent } from '../access/account-content.js';
import { addAccount, type AccountDesk, type AccountOutcome } from './accounts.js';

/** Whether links can be mailed. `noServer`: SMTP_URL is not set; `noAddress`: PUBLIC_URL is not, and a link would lead nowhere. */
export type LinkWay =
  { readonly kind: 'ready'; readonly publicUrl: string } | { readonly kind: 'noServer' | 'noAddress' };

export interface LinkDesk extends AccountDesk {
  readonly mails: MailQueue;
  readonly render: RenderMail;
  readonly way: LinkWay;
  readonly house: () => { readonly language: Language; readonly timezone: string };
  readonly now: () => Date;
}

export type LinkOutcome =
  | AccountOutcome
  /** `noMail`: the account has no mail address. */
  | { readonly kind: 'noMail' | 'noServer' | 'noAddress' };

export function linkWayOf(mails: Pick<MailWay, 'kind'>, publicUrl: string | undefined): LinkWay {
  if (mails.kind === 'folder') return { kind: 'noServer' };
  return publicUrl === undefined ? { kind: 'noAddress' } : { kind: 'ready', publicUrl };
}

/** Adds an account without a password and mails its link; adds nothing if that cannot be. Errors: the database's. */
export async function inviteAccount(
  desk: LinkDesk,
  who: string,
  content: Omit<AccountContent, 'password'>,
): Promise<LinkOutcome> {
  if (desk.way.kind !== 'ready') return { kind: desk.way.kind };
  if ((content.mail ?? '').trim() === '') return { kind: 'noMail' };
  const result = await addAccount(desk, who, { ...content, password: undefined });
  return result.kind === 'done' ? sendLink(desk, who, result.account.name) : result;
}

/**
 * Mails a link that sets the password: an invitation for an account that has none yet, else a reset. A link that was mailed
 * before opens nothing any more. Errors: the database's.
 */
export async function sendLink(desk: LinkDesk, who: string, name: string): Promise<LinkOutcome> {
  if (desk.way.kind !== 'ready') return { kind: desk.way.kind };
  const known = await desk.accounts.get(name);
  if (known === undefined) return { kind: 'unknown' };
  if (known.mail === null) return { kind: 'noMail' };
  const link = newLink(known, desk.now());
  const account = await desk.accounts.change(name, { link });
  if (account === undefined) return { kind: 'unknown' };
  await queue(desk, who, account, link, {});
  return { kind: 'done', account };
}

/** A link that was mailed opens nothing any more. Errors: the database's. */
export async function withdrawLink(desk: LinkDesk, who: string, name: string): Promise<LinkOutcome> {
  const known = await desk.accounts.get(name);
  if (known === undefined) return { kind: 'unknown' };
  const { link } = known;
  if (link === null || !isOpen(link, desk.now())) return { kind: 'done', account: known };
  const account = await desk.accounts.change(name, { link: null });
  if (account === undefined) return { kind: 'unknown' };
  await desk.audit.note(who, 'accountLinkWithdrawn', { account: name, link: link.purpose });
  return { kind: 'done', account };
}

/** Several people may share a mailbox; each of their accounts gets a mail of its own. */
const MOST_OF_ONE_MAILBOX = 10;

/** The accounts that somebody on the sign-in page may mean: by name or mail address. Errors: the database's. */
export function accountsMeant(desk: LinkDesk, given: string): Promise<readonly Account[]> {
  return desk.accounts.byNameOrMail(given.trim().toLowerCase(), MOST_OF_ONE_MAILBOX);
}

/** From where somebody asked on the sign-in page, and in which language. */
export interface AskedFrom {
  readonly address: string;
  readonly language: Language;
}

/**
 * Mails each of these accounts a link, as somebody asked who has not signed in; not more often than `oneMoreAsk` allows. An
 * account that has no password yet gets its invitation again, which lasts no longer for it. Errors: the database's.
 */
export async function mailForgotten(
  desk: LinkDesk,
  accounts: readonly Account[],
  from: AskedFrom,
): Promise<void> {
  for (const account of accounts) {
    const now = desk.now();
    const isInvited = account.passwordHash === undefined;
    if (account.mail === null || (isInvited && !isOpen(account.link, now))) continue;
    const asks = oneMoreAsk(account.asks, now);
    if (asks === undefined) continue;
    if (!(await desk.accounts.noteAsk(account.name, account.asks?.last ?? null, asks))) continue;
    const link = isInvited && account.link !== null ? account.link : newLink(account, now);
    // Its address may have changed meanwhile, and whoever reads the old one must not get a link. An invitation ended with it.
    const known = isInvited ? account : await desk.accounts.change(account.name, { link });
    if (known !== undefined) await queue(desk, systemWork('sign-in'), known, link, from);
  }
}

function newLink({ passwordHash }: Account, now: Date): AccountLink {
  const purpose = passwordHash === undefined ? 'invitation' : 'reset';
  const until = new Date(now.getTime() + LINK_MS[purpose]);
  return { id: randomBytes(9).toString('base64url'), purpose, hashes: [], until, usedAt: null };
}

async function queue(
  desk: LinkDesk,
  who: string,
  { name, mail }: Account,
  link: AccountLink,
  { address, language }: Partial<AskedFrom>,
): Promise<void> {
  const { way, house, render, now } = desk;
  if (mail === null || way.kind !== 'ready') return;
  const use = { ...house(), ...(language !== undefined && { language }), render, at: now() };
  await desk.mails.enqueue(accountMail({ name, mail }, link, { ...use, publicUrl: way.publicUrl }));
  const facts = { account: name, link: link.purpose, until: link.until.toISOString() };
  await desk.audit.note(who, 'accountLinkSent', address === undefined ? facts : { ...facts, address });
}
