/** Groups: the list, and the form that shows the path of a call. */
import type { Configuration, GroupContent } from '../../../base/configuration/schema.js';
import { toneCadences } from '../../../telephony/dialstring/tones.js';
import { orderAway } from '../away/order.js';
import { groupSection, type AwayAgain } from '../away/section.js';
import { groupChoices } from '../configuration/choices.js';
import { NEW, type PartPage } from '../configuration/part-form-page.js';
import { open, partPages, save } from '../configuration/part-pages.js';
import { userNames, type UserNames } from '../configuration/user-names.js';
import { causeWords, destinationVariants } from '../configuration/words.js';
import type { Language } from '../language.js';
import { numberedPage } from '../numbered-pages.js';
import type { Pages, Visit } from '../pages.js';
import { BLANK_GROUP, FRESH_BLOCKS, groupSections } from './form.js';
import { picturePages, showPicture } from './picture/page.js';
import { switchView } from '../switches/outlook.js';
import { groupTemplate, startsView } from './templates.js';
import type { GroupPagesUse, GroupParts } from './use.js';
import { groupTexts, pictureTexts } from '../../words/words.js';

/** `?members=anna,bernd`: a new group in which they ring together; users who are not there are passed over. */
function withMembers({ query }: Visit, { users }: Configuration) {
  const asked = new Set((query('members') ?? '').split(','));
  const members = users.map(({ id }) => id).filter((id) => asked.has(id));
  return members.length === 0 ? undefined : { ...BLANK_GROUP, stages: [{ ringSec: 20, members }] };
}

/** A page of thousands of groups would take the browser, and all calls meanwhile, too long. */
const ON_A_PAGE = 100;

export function groupPages(pages: Pages, parts: GroupParts): void {
  const use: GroupPagesUse = {
    ...parts,
    stateOf: (lang) => (id) => {
      const known = parts.snapshot()?.switches.get(id);
      return known && switchView(known, { lang, timezone: parts.timezone(), now: parts.now() });
    },
    awayOf: (visit, id, again) => awayOf(visit, id, parts, again),
  };
  const page = groupPage(use);
  picturePages(pages, page, use);
  templatePages(pages, page, use);
  partPages(pages, page, use);
  pages.post('/groups/:id/away', 'away.write', (visit) => {
    const number = visit.param('id');
    return orderAway(visit, use.awayDesk, {
      needs: 'config.read',
      back: `/groups/${encodeURIComponent(number)}`,
      userId: visit.field('user'),
      group: number,
      chosen: 'user',
      isOwn: false,
      zone: use.snapshot()?.groups.get(number)?.timezone,
      showAgain: (again) => showPicture(visit, use, number, again),
    });
  });
}

/** A new group from a template: its form asks only for what the template cannot know. */
function templatePages(pages: Pages, page: PartPage, use: GroupPagesUse): void {
  const from = async (visit: Visit, then: typeof open | typeof save) => {
    const { configuration } = await use.editor.configuration();
    const name = visit.param('template');
    const template = groupTemplate(name, configuration, visit.lang);
    if (template === undefined) {
      visit.refuse(404);
      return;
    }
    const { title, hint, draft, along, sections } = template;
    const piece = { at: `/${name}`, title, hint };
    await then(visit, { ...page, begun: undefined, blank: draft, along, sections, piece }, use, NEW);
  };
  pages.get(`/groups/${NEW}/:template`, 'config.read', (visit) => from(visit, open));
  pages.post(`/groups/${NEW}/:template`, 'config.write', (visit) => from(visit, save));
}

function groupPage(use: GroupPagesUse): PartPage {
  return {
    kind: 'group',
    base: '/groups',
    listTemplate: 'groups',
    texts: groupTexts,
    sections: (configuration, lang) => groupSections(configuration, lang, use.stateOf(lang)),
    suggestions: (configuration, lang) => groupChoices(configuration, lang, use.stock()),
    lacks: (_configuration, id) => use.missingOf(id),
    blank: BLANK_GROUP,
    begun: withMembers,
    starts: startsView,
    fresh: FRESH_BLOCKS,
    listView,
    more: (_configuration, _id, lang) => ({
      listen: {
        text: groupTexts[lang].listen,
        hint: groupTexts[lang].listenOnlyTones,
        tones: JSON.stringify(toneCadences()),
      },
    }),
    show: (visit, id) => showPicture(visit, use, id),
  };
}

function awayOf({ actor, lang, now }: Visit, number: string, { awayDesk }: GroupParts, again?: AwayAgain) {
  const action = `/groups/${encodeURIComponent(number)}/away`;
  const place = { action, mayWrite: actor.permissions.has('away.write'), isOwn: false, again };
  return groupSection(awayDesk.snapshot(), number, place, { lang, now });
}

function listView(configuration: Configuration, { query, lang }: Visit) {
  const { groups } = configuration;
  const names = userNames(configuration);
  const { shown, paging } = numberedPage(groups, {
    size: ON_A_PAGE,
    asked: query('page'),
    text: groupTexts[lang].page,
    path: (page) => `/groups?page=${page}`,
  });
  return {
    groups: shown.map((group) => rowOf(group, names, lang)),
    paging,
    first: pictureTexts[lang].firstInvite,
  };
}

function rowOf(group: GroupContent, names: UserNames, lang: Language) {
  const user = (id: string) => names.textOf(id).replace(/ \([^()]*\)$/, '');
  return {
    number: group.number,
    name: group.name,
    enabled: group.enabled,
    path: `/groups/${encodeURIComponent(group.number)}`,
    stages: group.stages.map(({ ringSec, members }, index) => ({
      number: index + 1,
      ringSec,
      members: members
        .map((member) =>
          typeof member === 'string'
            ? user(member)
            : 'user' in member
              ? user(member.user)
              : 'extension' in member
                ? member.extension
                : (member.label ?? member.external),
        )
        .join(', '),
    })),
    final: destinationText(group.final, lang),
  };
}

function destinationText(to: GroupContent['final'], lang: Language): string {
  const [key = '', value] = Object.entries(to).find(([name]) => name !== 'ringSec') ?? [];
  const word = destinationVariants(lang).find((variant) => variant.value === key)?.text ?? key;
  return key === 'hangup' ? `${word}: ${causeWords(String(value), lang)}` : `${word} ${String(value)}`;
}
