/** How an import affects accounts: they stay, but those of removed users show nothing. */
import { idsInShort } from '../src/people/access/users-of-accounts.js';
import { accountsOfUsers } from '../src/people/operations/accounts.js';
import type { Store } from '../src/base/store/connection.js';
import { common, sayer } from './say.js';

const say = sayer('accounts');

/**
 * Prints a warning about accounts whose user is removed. Errors: the database's.
 * @param removed the removed parts, named as changesBetween does: `user anna`.
 */
export async function warnOfAccounts({ accounts }: Store, removed: readonly string[]): Promise<void> {
  const users = removed.flatMap((name) => /^user (.+)$/.exec(name)?.[1] ?? []);
  const names = users.length === 0 ? [] : accountsOfUsers(await accounts.list(), new Set(users));
  if (names.length > 0) {
    console.error(`${common('warning')}: ${say('loseUser', { names: idsInShort(names) })}`);
  }
}
