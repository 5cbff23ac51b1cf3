/** Adds, changes and removes accounts; used by pages, interface and command line. */
import type { AccountContent, AccountEdit, AccountResult } from '../access/account-content.js';
import type { Access } from '../access/accounts.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Role } from '../../base/model/role.js';
import { hasLostUser, type KnownUsers } from '../access/users-of-accounts.js';
import type { Account, AccountStore } from '../../base/store/accounts.js';

export interface AccountDesk {
  readonly access: Access;
  readonly accounts: AccountStore;
  readonly audit: AuditLog;
  /** From the newest configuration; undefined: there is none yet. */
  readonly users: () => KnownUsers | undefined;
}

export type AccountOutcome =
  | AccountResult
  /** The configuration has no such user. */
  | { readonly kind: 'unknownUser'; readonly userId: string };

/** Errors: `LOGIN_BUSY`, and the database's. */
export async function addAccount(
  desk: AccountDesk,
  who: string,
  content: AccountContent,
): Promise<AccountOutcome> {
  if (!isKnown(desk, content.userId)) return { kind: 'unknownUser', userId: content.userId ?? '' };
  const result = await desk.access.add(content);
  if (result.kind === 'done') {
    const { account } = result;
    const change = { before: undefined, after: shown(account) };
    await desk.audit.note(who, 'accountAdded', { account: account.name }, change);
  }
  return result;
}

/**
 * All or nothing. A user that the account already had may stay even if it is no longer configured, so that somebody
 * who waits for another user can still get a new password. Errors: `LOGIN_BUSY`, and the database's.
 */
export async function changeAccount(
  desk: AccountDesk,
  who: string,
  name: string,
  edit: AccountEdit,
): Promise<AccountOutcome> {
  const { access, accounts, audit } = desk;
  const known = await accounts.get(name);
  if (known === undefined) return { kind: 'unknown' };
  const { role = known.role, userId = known.userId } = edit;
  const moves = role !== known.role || userId !== known.userId;
  const judged = userId !== known.userId || (role === 'user' && role !== known.role);
  if (judged && !isKnown(desk, userId)) return { kind: 'unknownUser', userId: userId ?? '' };
  const result = await access.change(name, edit);
  if (result.kind !== 'done') return result;
  if (moves || result.account.mail !== known.mail) {
    const change = { before: shown(known), after: shown(result.account) };
    await audit.note(who, 'accountChanged', { account: name }, change);
  }
  if (edit.password !== undefined) await audit.note(who, 'passwordChanged', { account: name });
  return result;
}

/** Also removes its sessions and tokens. The last administrator cannot be removed. Errors: the database's. */
export async function removeAccount(desk: AccountDesk, who: string, name: string): Promise<AccountOutcome> {
  const result = await desk.access.remove(name);
  if (result.kind === 'done') {
    const { account, tokens = 0 } = result;
    const change = { before: shown(account), after: undefined };
    const facts = { account: name, ...(tokens > 0 && { tokens: String(tokens) }) };
    await desk.audit.note(who, 'accountRemoved', facts, change);
  }
  return result;
}

/** Unlocks it after too many wrong passwords. False: there is no such account. Errors: the database's. */
export async function unlockAccount(desk: AccountDesk, who: string, name: string): Promise<boolean> {
  const unlocked = await desk.accounts.unlock(name);
  if (unlocked) await desk.audit.note(who, 'accountUnlocked', { account: name });
  return unlocked;
}

/** An account whose user no longer exists, and that user's id; null: it never had one. */
export interface LostAccount {
  readonly name: string;
  readonly role: Role;
  readonly userId: string | null;
}

/** In the order of `accounts`. Empty while no configuration is known. */
export function lostAccounts(
  accounts: readonly Account[],
  users: KnownUsers | undefined,
): readonly LostAccount[] {
  return accounts
    .filter((account) => hasLostUser(account, users))
    .map(({ name, role, userId }) => ({ name, role, userId }));
}

/** Names of the accounts that belong to one of these users. */
export function accountsOfUsers(accounts: readonly Account[], userIds: ReadonlySet<string>): string[] {
  return accounts.filter(({ userId }) => userId !== null && userIds.has(userId)).map(({ name }) => name);
}

/** An account without a user has none that could be unknown. */
function isKnown({ users }: AccountDesk, userId: string | null): boolean {
  return userId === null || users()?.has(userId) === true;
}

/** What an audit entry says about an account: never the password. */
function shown({ role, userId, mail }: Account) {
  return { role, user: userId, ...(mail !== null && { mail }) };
}
