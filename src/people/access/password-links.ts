/** Links in mails that set the password of an account: what one opens, and its one use. */
import { isOpen, type AccountLink } from '../../base/model/account-link.js';
import type { Account, AccountStore } from '../../base/store/accounts.js';
import type { SessionStore } from '../../base/store/sessions.js';
import { secretHash } from '../../afterwards/mail/link-secret.js';
import { passwordFault, type PasswordFault, type PasswordKeeper } from './password.js';

/** Why a link opens nothing. `unknown`: it was replaced, withdrawn, not copied whole, or nobody ever sent it. */
export type ClosedLink = { readonly kind: 'used' | 'expired' | 'unknown' };

export type OpenedLink =
  { readonly kind: 'good'; readonly account: Account; readonly link: AccountLink } | ClosedLink;

export type SetByLink =
  | { readonly kind: 'done'; readonly account: Account; readonly link: AccountLink }
  | { readonly kind: 'badPassword'; readonly fault: PasswordFault; readonly account: Account }
  | ClosedLink;

interface LinkUse {
  readonly accounts: Pick<AccountStore, 'byLink' | 'useLink'>;
  readonly sessions: Pick<SessionStore, 'removeOf'>;
  readonly passwords: PasswordKeeper;
  readonly now: () => Date;
}

export class PasswordLinks {
  readonly #use: LinkUse;

  constructor(use: LinkUse) {
    this.#use = use;
  }

  /** Uses nothing up: mail scanners open links too. Errors: the database's. */
  async open(secret: string): Promise<OpenedLink> {
    const { accounts, now } = this.#use;
    const account = await accounts.byLink(secretHash(secret));
    if (account?.link == null) return { kind: 'unknown' };
    const { link } = account;
    if (isOpen(link, now())) return { kind: 'good', account, link };
    return { kind: link.usedAt === null ? 'expired' : 'used' };
  }

  /**
   * Sets the password, unlocks the account and ends its sessions; its tokens stay. A password that is not good enough and
   * `LOGIN_BUSY` leave the link as it is. Errors: that, and the database's.
   */
  async setPassword(secret: string, password: string): Promise<SetByLink> {
    const { accounts, sessions, passwords, now } = this.#use;
    const opened = await this.open(secret);
    if (opened.kind !== 'good') return opened;
    const fault = passwordFault(password, opened.account.name);
    if (fault !== undefined) return { kind: 'badPassword', fault, account: opened.account };
    const passwordHash = await passwords.hash(password);
    const at = now();
    const change = { passwordHash, sessionsFrom: at, failures: 0, lockedUntil: null };
    const account = await accounts.useLink(secretHash(secret), at, change);
    // Somebody else used it meanwhile, or an administrator withdrew it.
    if (account === undefined) return this.#closed(secret);
    await sessions.removeOf(account.name);
    return { kind: 'done', account, link: opened.link };
  }

  async #closed(secret: string): Promise<ClosedLink> {
    const again = await this.open(secret);
    return again.kind === 'good' ? { kind: 'unknown' } : again;
  }
}
