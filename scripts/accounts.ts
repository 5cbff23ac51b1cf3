/** `npm run accounts -- …`: who may sign in to the pages. */
import { parseArgs } from 'node:util';
import { Access } from '../src/people/access/accounts.js';
import { PasswordKeeper, randomPassword } from '../src/people/access/password.js';
import { ROLES, type Role } from '../src/base/model/role.js';
import { hasLostUser, idsInShort, type KnownUsers } from '../src/people/access/users-of-accounts.js';
import { readable, storedConfiguration } from '../src/base/configuration/import.js';
import {
  addAccount,
  changeAccount,
  removeAccount,
  unlockAccount,
  type AccountDesk,
  type AccountOutcome,
} from '../src/people/operations/accounts.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import type { Store } from '../src/base/store/connection.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, endWith, UsageError } from './command-error.js';
import { machineMoment } from './machine-times.js';
import { withStore } from './script-database.js';

const USAGE = `Usage: npm run accounts -- COMMAND
  list                                   all accounts
  add NAME --role ROLE [--user ID]       a new account; prints its password
  role NAME --role ROLE [--user ID]      changes what it may do, and whose it is; --user "": nobody's
  password NAME                          a new password; prints it, ends the sessions, unlocks
  unlock NAME                            after too many wrong passwords
  remove NAME                            the account, its sessions and its tokens
ROLE is ${ROLES.join(', ')}. --user is the id of a user of the configuration: whose groups and mobile.`;

/** Errors: CommandError for everything that is no success. */
function done(result: AccountOutcome, users: KnownUsers | undefined): void {
  const there =
    users === undefined || users.size === 0
      ? 'The configuration has no users.'
      : `Users of the configuration: ${idsInShort(users.keys())}.`;
  switch (result.kind) {
    case 'done':
      return;
    case 'badName':
      throw new CommandError('The name must be 2 to 60 letters a-z, digits and . _ - @');
    case 'taken':
      throw new CommandError('There is an account of this name.');
    case 'unknown':
      throw new CommandError('There is no such account.');
    case 'noUser':
      throw new CommandError(`The role user needs --user ID: whose groups and mobile it is about. ${there}`);
    case 'unknownUser':
      throw new CommandError(`The configuration has no user ${result.userId}. ${there}`);
    case 'lastAdmin':
      throw new CommandError('The last administrator must stay one.');
    case 'badPassword':
      throw new CommandError('The password is not good enough.');
  }
}

/** Of a configuration that this program cannot read nobody can tell whose users are gone; the accounts are listed all the same. */
async function list({ accounts, configurations }: Store): Promise<void> {
  const latest = await configurations.latest();
  const configuration = await readable(latest);
  if (latest !== undefined && configuration === undefined) {
    console.error(`note: revision ${latest.revision} of the configuration cannot be read by this program`);
  }
  const users = configuration && usersOf(configuration);
  for (const account of await accounts.list()) {
    const { name, role, userId, lockedUntil, lastLoginAt } = account;
    const locked =
      lockedUntil !== null && lockedUntil > new Date() ? `locked until ${machineMoment(lockedUntil)}` : '';
    const last = lastLoginAt === null ? 'never signed in' : `last sign-in ${machineMoment(lastLoginAt)}`;
    const lost = !hasLostUser(account, users)
      ? ''
      : userId === null
        ? 'belongs to no user of the configuration: sees nothing'
        : `the user ${userId} is not in the configuration any more`;
    const words = [last, locked, lost].filter((text) => text !== '');
    console.log([name.padEnd(20), role.padEnd(8), (userId ?? '').padEnd(16), ...words].join('  ').trimEnd());
  }
}

function usersOf({ users }: Configuration): KnownUsers {
  return new Map(users.map((user) => [user.id, user]));
}

/** Of the newest configuration; undefined: there is none yet. Errors: `CONFIGURATION_BROKEN`. */
async function knownUsers({ configurations }: Store): Promise<KnownUsers | undefined> {
  const latest = await configurations.latest();
  return latest && usersOf(storedConfiguration(latest.revision, latest.content));
}

/** Only what names a user needs the configuration: an administrator comes in by the rest when it cannot be read. */
function needsUsers(command: string | undefined, { role, user = '' }: Given['values']): boolean {
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

async function run(store: Store, { values, positionals }: Given): Promise<void> {
  const [command, name, ...rest] = positionals;
  if (command === 'list' && name === undefined) {
    await list(store);
    return;
  }
  if (name === undefined || rest.length > 0) throw new UsageError(USAGE);
  const users = needsUsers(command, values) ? await knownUsers(store) : undefined;
  const password = randomPassword();
  const desk = deskOf(store, users);
  const who = thisUser();
  const userId = values.user === '' ? null : values.user;
  switch (command) {
    case 'add': {
      const role = roleOf(values.role);
      done(await addAccount(desk, who, { name, role, userId: userId ?? null, password }), users);
      console.log(`password of ${name}: ${password}`);
      return;
    }
    case 'role':
      done(await changeAccount(desk, who, name, { role: roleOf(values.role), userId }), users);
      return;
    case 'password':
      done(await changeAccount(desk, who, name, { password }), users);
      console.log(`password of ${name}: ${password}`);
      return;
    case 'unlock':
      if (!(await unlockAccount(desk, who, name))) done({ kind: 'unknown' }, users);
      return;
    case 'remove':
      done(await removeAccount(desk, who, name), users);
      return;
    case undefined:
    default:
      throw new UsageError(USAGE);
  }
}

type Given = ReturnType<typeof read>;

function read(args: readonly string[]) {
  try {
    const options = {
      role: { type: 'string' },
      user: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function roleOf(given: string | undefined): Role {
  const role = ROLES.find((known) => known === given);
  if (role !== undefined) return role;
  const what = given === undefined ? '--role is missing' : `There is no role ${given}`;
  throw new UsageError(`${what}; there are: ${ROLES.join(', ')}`);
}

try {
  const given = read(process.argv.slice(2));
  if (given.values.help === true) console.log(USAGE);
  else await withStore((store) => run(store, given));
} catch (error) {
  endWith(error);
}
