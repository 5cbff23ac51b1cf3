/** What an import has done: new users with links, and a group of them. Pure. */
import { phoneOfUser } from '../../../base/model/phone-address.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { userImportTexts } from '../../words/words.js';
import type { Language } from '../language.js';

/** New users that are named. */
const NAMED = 100;

/** A stage of more would ring the whole house, and its address would be too long. */
const MOST_IN_GROUP = 30;

export function doneView(before: Configuration, after: Configuration, revision: number, lang: Language) {
  const t = userImportTexts[lang];
  const was = new Map(before.users.map((user) => [user.id, user.name]));
  const added = after.users.filter(({ id }) => !was.has(id));
  const renamed = after.users.filter(({ id, name }) => was.has(id) && was.get(id) !== name);
  const ids = added.map(({ id }) => id);
  const members = new URLSearchParams({ members: ids.join(',') }).toString();
  return {
    title: t.doneTitle,
    sums: [
      ...(added.length > 0 ? [t.added(added.length)] : []),
      ...(renamed.length > 0 ? [t.renamed(renamed.length)] : []),
    ],
    users: [...added, ...renamed].slice(0, NAMED).map((user) => ({
      name: user.name,
      extension: phoneOfUser(user, after.settings.domain) ?? '',
      path: `/users/${encodeURIComponent(user.id)}`,
    })),
    more: added.length + renamed.length > NAMED ? t.moreAdded(added.length + renamed.length - NAMED) : null,
    group: ids.length > 0 && ids.length <= MOST_IN_GROUP ? `/groups/_new?${members}` : null,
    revisionPath: `/revisions/${revision}`,
  };
}
