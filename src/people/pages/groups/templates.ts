/** What a new group can begin with: three usual kinds, and a copy of one that is there. Pure. */
import { homeLanguage } from '../../../base/configuration/home-language.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { Along } from '../../operations/edit-along.js';
import { freeShortName } from '../../operations/short-names.js';
import type { Section } from '../forms/fields.js';
import type { Draft } from '../forms/paths.js';
import type { Icon } from '../icons.js';
import type { Language } from '../language.js';
import { pictureTexts } from '../../words/words.js';
import { BLANK_GROUP, groupParts } from './form.js';

export const TEMPLATES = ['office', 'emergency', 'support'] as const;

export interface GroupTemplate {
  readonly title: string;
  readonly hint: string;
  readonly draft: Draft;
  /** A switch that the group needs and the house does not have yet; it is made with the group. */
  readonly along: Along;
  readonly sections: (configuration: Configuration, lang: Language) => readonly Section[];
}

/** @param name `office`, `copy-700`; undefined: there is no such template */
export function groupTemplate(
  name: string,
  configuration: Configuration,
  lang: Language,
): GroupTemplate | undefined {
  const [, copied] = /^copy-(\d{1,15})$/.exec(name) ?? [];
  if (copied !== undefined) return copyOf(copied, configuration, lang);
  const template = TEMPLATES.find((one) => one === name);
  if (template === undefined) return undefined;
  const t = pictureTexts[lang];
  const night = template === 'office' ? nightOf(configuration, lang) : undefined;
  return {
    title: t[template],
    hint: [t[`${template}Hint`], ...(night?.along === undefined ? [] : [t.officeSwitch])].join(' '),
    draft: { ...BLANK_GROUP, ...DRAFTS[template], ...night?.draft },
    along: night?.along,
    sections: (of, language) => {
      const { stages, rules, final } = groupParts(of, language);
      const way = template === 'office' ? [...rules, ...stages, ...final] : [...stages, ...final];
      return [...nameSections(of, language), ...way.map(plain)];
    },
  };
}

/** One empty row for each member that has to be chosen. */
const DRAFTS = {
  office: { stages: [{ ringSec: 25, members: [''] }], final: { hangup: 'NO_ANSWER' } },
  emergency: {
    stages: [
      { ringSec: 30, members: [''] },
      { ringSec: 60, members: [''] },
    ],
    final: { hangup: 'NO_ANSWER' },
    sayCaller: true,
    missedOnPhones: 'always',
    missed: { ...BLANK_GROUP.missed, gaveUpAfterSec: 0, diverted: 'always' },
  },
  support: {
    stages: [
      { ringSec: 15, members: [''] },
      { ringSec: 25, members: [''] },
    ],
    final: { hangup: 'USER_BUSY' },
  },
};

/** An announcement while a switch with a schedule is on: one that is there, or a new one. */
function nightOf(
  { switches, settings }: Configuration,
  lang: Language,
): { readonly draft: object; readonly along: Along } {
  const known = switches.find((one) => 'schedule' in one);
  const id = known?.id ?? freeShortName('night', 'switch', new Set(switches.map((one) => one.id)));
  const to = { announcement: `closed-${homeLanguage(settings)}.wav` };
  const content = {
    id,
    name: pictureTexts[lang].nightName,
    schedule: {
      windows: [
        { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '24:00' },
        { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '00:00', to: '08:00' },
        { days: ['sat', 'sun'], from: '00:00', to: '24:00' },
      ],
    },
  };
  return {
    draft: { rules: [{ switch: id, when: 'on', to }] },
    along: known === undefined ? [{ kind: 'switch', content }] : undefined,
  };
}

/** Everything but number and name; its switches are those of the other group. */
function copyOf(number: string, { groups }: Configuration, lang: Language): GroupTemplate | undefined {
  const original = groups.find((one) => one.number === number);
  if (original === undefined) return undefined;
  const t = pictureTexts[lang];
  return {
    title: `${t.copy}: ${original.name} (${number})`,
    hint: t.copyHint,
    draft: { ...original, number: '', name: '' },
    along: undefined,
    sections: nameSections,
  };
}

/** Number and name. */
function nameSections(configuration: Configuration, lang: Language): readonly Section[] {
  return groupParts(configuration, lang).basics.map((section) => ({
    ...section,
    fields: section.fields.filter(({ path }) => path === 'number' || path === 'name'),
  }));
}

function plain(section: Section): Section {
  return { ...section, title: section.title.replace(/^\d+\. /, '') };
}

const DRAWINGS: Readonly<Record<(typeof TEMPLATES)[number], Icon>> = {
  office: 'moon',
  emergency: 'ambulance',
  support: 'stairs',
};

/** What the page of a new group offers to begin with. */
export function startsView({ groups }: Configuration, lang: Language) {
  const t = pictureTexts[lang];
  return {
    title: t.startTitle,
    templates: TEMPLATES.map((key) => ({
      drawing: DRAWINGS[key],
      title: t[key],
      hint: t[`${key}Hint`],
      path: `/groups/_new/${key}`,
    })),
    copies: groups.slice(0, MOST_COPIES).map(({ number, name }) => ({
      path: `/groups/_new/copy-${encodeURIComponent(number)}`,
      text: `${name} (${number})`,
    })),
    copyTitle: t.copyTitle,
    copyHint: t.copyHint,
    byHand: t.byHand,
    first: { path: '/groups/_start', text: t.firstInvite, hint: t.firstInviteHint },
  };
}

/** Every group has a link on its own page, too. */
const MOST_COPIES = 20;
