/** Users: a searchable list, and the form. */
import type { Configuration } from '../../../base/configuration/schema.js';
import type { MissingNeed } from '../../../base/model/need.js';
import { inSlices } from '../../../base/in-slices.js';
import { usersFoundSteps } from '../../operations/user-search.js';
import { partPages } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import { weekPicture } from '../forms/week-picture.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_MOBILE, BLANK_USER, userSections } from './form.js';
import { userTexts } from '../../words/words.js';

const ON_A_PAGE = 50;

type UsersUse = PartPagesUse & { readonly missingNeeds: () => readonly MissingNeed[] };

export function userPages(pages: Pages, use: UsersUse): void {
  partPages(
    pages,
    {
      kind: 'user',
      base: '/users',
      listTemplate: 'users',
      texts: userTexts,
      sections: userSections,
      blank: BLANK_USER,
      lacks: ({ users }, id) => {
        const extension = users.find((user) => user.id === id)?.extension;
        return use
          .missingNeeds()
          .filter(({ thing }) => thing.kind === 'extension' && thing.extension === extension);
      },
      fresh: { mobile: BLANK_MOBILE },
      listView,
      picture: (draft, lang) => weekPicture(draft, 'mobile.windows', lang),
    },
    use,
  );
}

async function listView({ users, groups, settings }: Configuration, { query, lang }: Visit) {
  const t = userTexts[lang];
  const wanted = (query('q') ?? '').slice(0, 60);
  const found = await inSlices(usersFoundSteps(users, wanted, settings.country));
  const pages = Math.max(1, Math.ceil(found.length / ON_A_PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query('page') ?? '1')) || 1));
  const of = (number: number) =>
    `/users?${new URLSearchParams({ q: wanted, page: String(number) }).toString()}`;
  const shown = found.slice((page - 1) * ON_A_PAGE, page * ON_A_PAGE);
  return {
    wanted,
    found: t.found(found.length),
    users: shown.map((user) => ({
      id: user.id,
      name: user.name,
      extension: user.extension ?? '',
      mobile: user.mobile?.number ?? '',
      path: `/users/${encodeURIComponent(user.id)}`,
      groups: groups
        .filter(({ stages }) => stages.some(({ members }) => members.includes(user.id)))
        .map(({ name }) => name),
    })),
    paging: {
      text: pages === 1 ? null : fill(t.page, { page, pages }),
      before: page > 1 ? of(page - 1) : null,
      after: page < pages ? of(page + 1) : null,
    },
  };
}
