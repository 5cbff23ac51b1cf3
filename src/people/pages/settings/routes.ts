/** The settings of the whole system. */
import type { Stock } from '../../../base/model/stock.js';
import { settingsChoices } from '../configuration/choices.js';
import type { MissingNeed, NeededThing } from '../../../base/model/need.js';
import { singlePartPage } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import type { Pages } from '../pages.js';
import { LOGO_PAGE } from '../logo/routes.js';
import { settingsSections } from './form.js';
import { settingsTexts } from '../../words/words.js';

/** What the settings can name; everything else belongs to groups. */
const OF_SETTINGS: readonly NeededThing['kind'][] = [
  'prompt',
  'voicemail',
  'recordings',
  'gateway',
  'trunk',
  'codeSound',
];

type SettingsUse = PartPagesUse & {
  readonly missingNeeds: () => readonly MissingNeed[];
  readonly stock: () => Stock;
};

export function settingsPages(pages: Pages, use: SettingsUse): void {
  singlePartPage(
    pages,
    {
      kind: 'settings',
      base: '/settings',
      texts: settingsTexts,
      sections: settingsSections,
      blank: {},
      more: (_configuration, _id, lang) => ({
        links: [{ path: LOGO_PAGE, text: settingsTexts[lang].logoLink }],
      }),
      lacks: () => use.missingNeeds().filter(({ thing }) => OF_SETTINGS.includes(thing.kind)),
      suggestions: (configuration, lang) => settingsChoices(configuration, lang, use.stock()),
    },
    use,
  );
}
