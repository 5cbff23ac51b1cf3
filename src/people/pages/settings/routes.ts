/** The settings of the whole system. */
import { numberCountryOptions, soundOptions } from '../configuration/choices.js';
import { singlePartPage } from '../configuration/part-pages.js';
import { type PartPagesUse } from '../configuration/part-form-page.js';
import type { Pages } from '../pages.js';
import { settingsSections } from './form.js';
import { settingsTexts } from '../../words/words.js';

export function settingsPages(pages: Pages, use: PartPagesUse): void {
  singlePartPage(
    pages,
    {
      kind: 'settings',
      base: '/settings',
      texts: settingsTexts,
      sections: settingsSections,
      blank: {},
      suggestions: (configuration, lang) => [
        { id: 'sounds', options: soundOptions(configuration) },
        { id: 'number-countries', options: numberCountryOptions(lang) },
      ],
    },
    use,
  );
}
