/** Warns before a user is deleted which accounts would lose their user. */
import { idsInShort } from '../../access/users-of-accounts.js';
import { accountsOfUsers } from '../../operations/accounts.js';
import type { PartName } from '../../operations/configuration-editor.js';
import type { AccountStore } from '../../../base/store/accounts.js';
import { fill, type Language } from '../language.js';
import { accountsTexts } from '../../words/words.js';

/** A note for parts of kind `user`; undefined for other kinds and for a user without an account. */
export function accountsRemovalNote(accounts: Pick<AccountStore, 'list'>) {
  return async ({ kind, id }: PartName, lang: Language): Promise<string | undefined> => {
    if (kind !== 'user') return undefined;
    const names = accountsOfUsers(await accounts.list(), new Set([id]));
    const t = accountsTexts[lang];
    return names.length === 0 ? undefined : fill(t.removalNote, { names: idsInShort(names) });
  };
}
