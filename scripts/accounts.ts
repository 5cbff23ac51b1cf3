/** `rufgruppe accounts …`: manages who may sign in to the pages. */
import { Access } from '../src/people/access/accounts.js';
import { PasswordKeeper, randomPassword } from '../src/people/access/password.js';
import { ROLES, type Role } from '../src/base/model/role.js';
import { hasLostUser, idsInShort, type KnownUsers } from '../src/people/access/users-of-accounts.js';
import { readable, storedConfiguration } from '../src/base/configuration/import.js';
import {
  inviteAccount,
  sendLink,
  withdrawLink,
  type LinkOutcome,
} from '../src/people/operations/account-links.js';
import {
  addAccount,
  changeAccount,
  removeAccount,
  unlockAccount,
  type AccountDesk,
} from '../src/people/operations/accounts.js';
import { isOpen, type AccountLink } from '../src/base/model/account-link.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { linkDesk } from './account-links.js';
import type { Account } from '../src/base/store/accounts.js';
import type { Store } from '../src/base/store/connection.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { machineMoment } from './machine-times.js';
import { printJson } from './print.js';
import { withStore } from './script-database.js';
import { common, sayer } from './say.js';

const say = sayer('accounts');

/** The options of `add` and `role`. */
export interface AccountValues {
  readonly role?: string;
  readonly user?: string;
  readonly mail?: string;
  /** Mail a link instead of printing a password. */
  readonly invite?: true;
}

export type AccountAct = 'add' | 'role' | 'password' | 'mail' | 'link' | 'withdraw' | 'unlock' | 'remove';

/** Errors: CommandError for everything but success. */
function done(result: LinkOutcome, users: KnownUsers | undefined): Account | undefined {
  const there =
    users === undefined || users.size === 0
      ? say('noUsers')
      : say('users', { users: idsInShort(users.keys()) });
  switch (result.kind) {
    case 'done':
      return result.account;
    case 'noUser':
      throw new CommandError(say('noUser', { there }));
    case 'unknownUser':
      throw new CommandError(say('unknownUser', { user: result.userId, there }));
    case 'badName':
    case 'badMail':
    case 'noMail':
    case 'noServer':
    case 'noAddress':
    case 'taken':
    case 'unknown':
    case 'lastAdmin':
    case 'badPassword':
      throw new CommandError(say(result.kind));
  }
}

/** Lists the accounts even if the configuration cannot be read; then it is not known whose users have been removed. */
export function list(json?: true): Promise<void> {
  return withStore(async ({ accounts, configurations }) => {
    const latest = await configurations.latest();
    const configuration = await readable(latest);
    if (latest !== undefined && configuration === undefined) {
      console.error(`${common('note')}: ${say('unreadable', { revision: latest.revision })}`);
    }
    const users = configuration && usersOf(configuration);
    const all = await accounts.list();
    if (json) printJson(all.map((account) => accountJson(account, users)));
    else for (const account of all) console.log(accountLine(account, users));
  });
}

function accountJson(account: Account, users: KnownUsers | undefined) {
  const { name, role, userId, mail, lockedUntil, lastLoginAt } = account;
  const link = openLink(account);
  return {
    name,
    role,
    user: userId,
    mail,
    hasPassword: account.passwordHash !== undefined,
    link: link === undefined ? null : { purpose: link.purpose, until: link.until },
    lockedUntil,
    lastLoginAt,
    lostUser: hasLostUser(account, users),
  };
}

function openLink({ link }: Account): AccountLink | undefined {
  return link !== null && isOpen(link, new Date()) ? link : undefined;
}

/** How a link stands that was mailed; that nobody can sign in yet. Empty: neither. */
function linkWords(account: Account): string {
  const link = openLink(account);
  if (link === undefined) return account.passwordHash === undefined ? say('noPassword') : '';
  return say(link.purpose === 'invitation' ? 'invitedUntil' : 'resetUntil', {
    at: machineMoment(link.until),
  });
}

function accountLine(account: Account, users: KnownUsers | undefined): string {
  const { name, role, userId, lockedUntil, lastLoginAt } = account;
  const locked =
    lockedUntil !== null && lockedUntil > new Date()
      ? say('lockedUntil', { at: machineMoment(lockedUntil) })
      : '';
  const last = lastLoginAt === null ? say('never') : say('last', { at: machineMoment(lastLoginAt) });
  const lost = !hasLostUser(account, users)
    ? ''
    : userId === null
      ? say('nobodys')
      : say('lost', { user: userId });
  const words = [last, locked, linkWords(account), lost].filter((text) => text !== '');
  return [name.padEnd(20), role.padEnd(8), (userId ?? '').padEnd(16), ...words].join('  ').trimEnd();
}

function usersOf({ users }: Configuration): KnownUsers {
  return new Map(users.map((user) => [user.id, user]));
}

/** The users of the newest configuration; undefined: there is none yet. Errors: `CONFIGURATION_BROKEN`. */
async function knownUsers({ configurations }: Store): Promise<KnownUsers | undefined> {
  const latest = await configurations.latest();
  return latest && usersOf(storedConfiguration(latest.revision, latest.content));
}

/** Only commands that name a user need the configuration. The others work even if it cannot be read. */
function needsUsers(command: AccountAct, { role, user = '' }: AccountValues): boolean {
  return (command === 'add' || command === 'role') && (user !== '' || role === 'user');
}

function deskOf(store: Store, users: KnownUsers | undefined): AccountDesk {
  const { accounts, sessions, apiTokens: tokens } = store;
  const now = () => new Date();
  return {
    access: new Access({ accounts, sessions, tokens, passwords: new PasswordKeeper(), now }),
    accounts,
    audit: commandLineAudit(store),
    users: () => users,
  };
}

/** Errors: UsageError for a role that there is not; CommandError when it cannot be done. */
export function act(command: AccountAct, name: string, values: AccountValues): Promise<void> {
  const role = command === 'add' || command === 'role' ? roleOf(values.role) : undefined;
  return withStore((store) => change(store, { command, name, role, values }));
}

interface Change {
  readonly command: AccountAct;
  readonly name: string;
  /** Undefined: the command has none. */
  readonly role: Role | undefined;
  readonly values: AccountValues;
}

async function change(store: Store, { command, name, role = 'viewer', values }: Change): Promise<void> {
  const users = needsUsers(command, values) ? await knownUsers(store) : undefined;
  const password = randomPassword();
  const desk = deskOf(store, users);
  const who = thisUser();
  const userId = values.user === '' ? null : values.user;
  switch (command) {
    case 'add': {
      const content = { name, role, userId: userId ?? null, mail: values.mail };
      if (values.invite === true) {
        tellLink(done(await inviteAccount(await linkDesk(store, desk), who, content), users));
        return;
      }
      done(await addAccount(desk, who, { ...content, password }), users);
      console.log(say('password', { name, password }));
      return;
    }
    case 'mail':
      done(await changeAccount(desk, who, name, { mail: values.mail ?? '' }), users);
      return;
    case 'link':
      tellLink(done(await sendLink(await linkDesk(store, desk), who, name), users));
      return;
    case 'withdraw':
      done(await withdrawLink(await linkDesk(store, desk), who, name), users);
      return;
    case 'role':
      done(await changeAccount(desk, who, name, { role, userId }), users);
      return;
    case 'password':
      done(await changeAccount(desk, who, name, { password }), users);
      console.log(say('password', { name, password }));
      return;
    case 'unlock':
      if (!(await unlockAccount(desk, who, name))) done({ kind: 'unknown' }, users);
      return;
    case 'remove':
      done(await removeAccount(desk, who, name), users);
      return;
  }
}

/** The running service sends it. */
function tellLink(account: Account | undefined): void {
  if (account?.link == null) return;
  const { purpose, until } = account.link;
  const values = { name: account.name, mail: account.mail ?? '', at: machineMoment(until) };
  console.log(say(purpose === 'invitation' ? 'invited' : 'resetSent', values));
}

function roleOf(given: string | undefined): Role {
  const role = ROLES.find((known) => known === given);
  if (role !== undefined) return role;
  const why = given === undefined ? say('noRole') : say('badRole', { role: given });
  throw new UsageError(say('roles', { why, roles: ROLES.join(', ') }));
}
