/** The settings of the whole system. */
import { numberCountryOptions, soundOptions } from '../configuration/choices.js';
import type { MissingNeed, NeededThing } from '../../../base/model/need.js';
import { singlePartPage } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import type { Pages } from '../pages.js';
import { settingsSections } from './form.js';
import { settingsTexts } from './texts.js';

/** What the settings name; all else is a group's. */
const OF_SETTINGS: readonly NeededThing['kind'][] = ['prompt', 'voicemail', 'recordings', 'gateway', 'trunk'];

type SettingsUse = PartPagesUse & { readonly missingNeeds: () => readonly MissingNeed[] };

export function settingsPages(pages: Pages, use: SettingsUse): void {
  singlePartPage(
    pages,
    {
      kind: 'settings',
      base: '/settings',
      texts: settingsTexts,
      sections: settingsSections,
      blank: {},
      lacks: () => use.missingNeeds().filter(({ thing }) => OF_SETTINGS.includes(thing.kind)),
      suggestions: (configuration, lang) => [
        { id: 'sounds', options: soundOptions(configuration) },
        { id: 'number-countries', options: numberCountryOptions(lang) },
      ],
    },
    use,
  );
}
