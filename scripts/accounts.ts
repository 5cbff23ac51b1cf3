/** `npm run accounts -- …`: who may sign in to the pages. */
import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { Access, type AccountResult } from '../src/access/accounts.js';
import { PasswordKeeper, randomPassword } from '../src/access/password.js';
import { ROLES, type Role } from '../src/access/permissions.js';
import type { AuditEvent } from '../src/access/audit.js';
import { auditLog } from '../src/operations/audit.js';
import type { Store } from '../src/store/connection.js';
import { withStore } from './script-database.js';

const USAGE = `Usage: npm run accounts -- COMMAND
  list                                   all accounts
  add NAME --role ROLE [--user ID]       a new account; prints its password
  role NAME --role ROLE [--user ID]      changes what it may do
  password NAME                          a new password; prints it, ends the sessions, unlocks
  unlock NAME                            after too many wrong passwords
  remove NAME                            the account, its sessions and its tokens
ROLE is ${ROLES.join(', ')}. --user is the id of a user of the configuration: whose groups and mobile.`;

class CommandError extends Error {}

const WORDS: Readonly<Record<Exclude<AccountResult['kind'], 'done'>, string>> = {
  badName: 'The name must be 2 to 60 letters a-z, digits and . _ - @',
  taken: 'There is an account of this name.',
  unknown: 'There is no such account.',
  noUser: 'The role user needs --user ID, a user of the configuration: whose groups and mobile it is about.',
  lastAdmin: 'The last administrator must stay one.',
  badPassword: 'The password is not good enough.',
};

function done(result: AccountResult): void {
  if (result.kind !== 'done') throw new CommandError(WORDS[result.kind]);
}

async function list({ accounts }: Store): Promise<void> {
  for (const { name, role, userId, lockedUntil, lastLoginAt } of await accounts.list()) {
    const locked =
      lockedUntil !== null && lockedUntil > new Date() ? `locked until ${lockedUntil.toISOString()}` : '';
    const last = lastLoginAt === null ? 'never signed in' : `last sign-in ${lastLoginAt.toISOString()}`;
    console.log(
      [name.padEnd(20), role.padEnd(8), (userId ?? '').padEnd(16), last, locked].join('  ').trimEnd(),
    );
  }
}

async function run(store: Store, args: readonly string[]): Promise<void> {
  const { values, positionals } = read(args);
  const [command, name, ...rest] = positionals;
  const { accounts, sessions, apiTokens: tokens } = store;
  const access = new Access({
    accounts,
    sessions,
    tokens,
    passwords: new PasswordKeeper(),
    now: () => new Date(),
  });
  if (command === 'list' && name === undefined) {
    await list(store);
    return;
  }
  if (name === undefined || rest.length > 0) throw new CommandError(USAGE);
  const password = randomPassword();
  const log = { warn: (_facts: object, message: string) => process.stderr.write(`warning: ${message}\n`) };
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  const note = (event: AuditEvent, facts: Readonly<Record<string, string>> = {}) =>
    audit.note(`${userInfo().username} (command line)`, event, { account: name, ...facts });
  switch (command) {
    case 'add':
      done(await access.add({ name, role: roleOf(values.role), userId: values.user ?? null, password }));
      await note('accountAdded', { role: roleOf(values.role) });
      console.log(`password of ${name}: ${password}`);
      return;
    case 'role':
      done(await access.setRole(name, roleOf(values.role), values.user ?? null));
      await note('accountChanged', { role: roleOf(values.role) });
      return;
    case 'password':
      done(await access.setPassword(name, password));
      await note('passwordChanged');
      console.log(`password of ${name}: ${password}`);
      return;
    case 'unlock':
      if (!(await accounts.unlock(name))) throw new CommandError(WORDS.unknown);
      await note('accountChanged', { locked: 'no' });
      return;
    case 'remove':
      done(await access.remove(name));
      await note('accountRemoved');
      return;
    case undefined:
    default:
      throw new CommandError(USAGE);
  }
}

function read(args: readonly string[]) {
  try {
    const options = { role: { type: 'string' }, user: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CommandError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function roleOf(given: string | undefined): Role {
  const role = ROLES.find((known) => known === given);
  if (role === undefined) {
    const what = given === undefined ? '--role is missing: it' : `--role ${given}: it`;
    throw new CommandError(`${what} must be one of ${ROLES.join(', ')}`);
  }
  return role;
}

try {
  await withStore((store) => run(store, process.argv.slice(2)));
} catch (error) {
  const told = error instanceof CommandError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${told ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}
