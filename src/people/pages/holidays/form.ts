/** The form of a holiday calendar. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { holidayCountryOptions } from '../configuration/choices.js';
import type { Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { holidayTexts } from '../../words/words.js';

export const BLANK_CALENDAR = { id: '', country: 'DE', ownDays: [] };

export function calendarSections(_configuration: Configuration, lang: Language): readonly Section[] {
  const t = holidayTexts[lang];
  return [
    {
      title: t.calendarTitle,
      fields: [
        { kind: 'text', path: 'id', label: t.id, hint: t.idHint, required: true },
        {
          kind: 'choice',
          path: 'country',
          label: t.country,
          hint: t.countryHint,
          picker: true,
          options: holidayCountryOptions(lang),
        },
        { kind: 'text', path: 'state', label: t.state, hint: t.stateHint, list: 'states' },
        { kind: 'text', path: 'region', label: t.region, hint: t.regionHint, list: 'regions' },
      ],
    },
    {
      title: t.ownDaysTitle,
      fields: [{ kind: 'ownDays', path: 'ownDays', label: t.ownDays, hint: t.ownDaysHint }],
    },
  ];
}
