/** Users: a searchable list, and the form. */
import type { Configuration } from '../../../base/configuration/schema.js';
import type { MissingNeed } from '../../../base/model/need.js';
import { phoneAddress, phoneOfUser } from '../../../base/model/phone-address.js';
import { inSlices } from '../../../base/in-slices.js';
import type { AwayDesk } from '../../operations/away.js';
import { usersFoundSteps } from '../../operations/user-search.js';
import { orderAway } from '../away/order.js';
import { userSection, type AwayAgain } from '../away/section.js';
import type { PartPage, PartPagesUse } from '../configuration/part-form-page.js';
import { openAgain, partPages } from '../configuration/part-pages.js';
import { weekPicture } from '../forms/week-picture.js';
import { numberedPage } from '../numbered-pages.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_MOBILE, BLANK_USER, userSections } from './form.js';
import { userTexts } from '../../words/words.js';

const ON_A_PAGE = 50;

type UsersUse = PartPagesUse & {
  readonly missingNeeds: () => readonly MissingNeed[];
  readonly awayDesk: AwayDesk;
};

export function userPages(pages: Pages, use: UsersUse): void {
  const page = userPage(use);
  partPages(pages, page, use);
  pages.post('/users/:id/away', 'away.write', (visit) => {
    const userId = visit.param('id');
    const group = visit.field('group');
    return orderAway(visit, use.awayDesk, {
      needs: 'config.read',
      back: `/users/${encodeURIComponent(userId)}`,
      userId,
      group: group === '' ? undefined : group,
      chosen: 'group',
      isOwn: false,
      zone: undefined,
      showAgain: (again) =>
        openAgain(visit, page, use, { id: userId, away: awayOf(visit, userId, use, again) }),
    });
  });
}

function userPage(use: UsersUse): PartPage {
  return {
    kind: 'user',
    base: '/users',
    listTemplate: 'users',
    texts: userTexts,
    sections: userSections,
    blank: BLANK_USER,
    lacks: ({ users, settings: { domain: home } }, id) => {
      const phone = phoneOfUser(users.find((user) => user.id === id) ?? {}, home);
      return use
        .missingNeeds()
        .filter(
          ({ thing }) =>
            thing.kind === 'extension' && phoneAddress(thing.extension, thing.domain, home) === phone,
        );
    },
    fresh: { mobile: BLANK_MOBILE },
    listView,
    picture: (draft, lang) => weekPicture(draft, 'mobile.windows', lang),
    away: (visit, id) => awayOf(visit, id, use),
  };
}

function awayOf({ actor, lang, now }: Visit, userId: string, { awayDesk }: UsersUse, again?: AwayAgain) {
  const action = `/users/${encodeURIComponent(userId)}/away`;
  const place = { action, mayWrite: actor.permissions.has('away.write'), isOwn: false, again };
  return userSection(awayDesk.snapshot(), userId, place, { lang, now });
}

async function listView({ users, groups, settings }: Configuration, { query, lang }: Visit) {
  const t = userTexts[lang];
  const wanted = (query('q') ?? '').slice(0, 60);
  const found = await inSlices(usersFoundSteps(users, wanted, settings.country));
  const { shown, paging } = numberedPage(found, {
    size: ON_A_PAGE,
    asked: query('page'),
    text: t.page,
    path: (page) => `/users?${new URLSearchParams({ q: wanted, page: String(page) }).toString()}`,
  });
  return {
    wanted,
    found: t.found(found.length),
    empty: users.length === 0 ? t.noneYet : t.empty,
    users: shown.map((user) => ({
      id: user.id,
      name: user.name,
      extension: phoneOfUser(user, settings.domain) ?? '',
      mobile: user.mobile?.number ?? '',
      path: `/users/${encodeURIComponent(user.id)}`,
      groups: groups
        .filter(({ stages }) => stages.some(({ members }) => members.includes(user.id)))
        .map(({ name }) => name),
    })),
    paging,
  };
}
