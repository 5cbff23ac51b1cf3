/** The form of a user, and the shorter one for users to change their own mobile. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { zoneOptions } from '../configuration/choices.js';
import type { Field, Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { userTexts } from '../../words/words.js';

export const BLANK_USER = { id: '', name: '' };

/** Initial values when a mobile is first ticked: the defaults of the configuration file. */
export const BLANK_MOBILE = {
  number: '',
  delaySec: 0,
  confirm: true,
  onHolidays: true,
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }],
};

export function userSections(configuration: Configuration, lang: Language): readonly Section[] {
  const t = userTexts[lang];
  return [
    {
      title: t.userTitle,
      fields: [
        { kind: 'text', path: 'id', label: t.id, hint: t.idHint },
        { kind: 'text', path: 'name', label: t.name, hint: t.nameHint, required: true },
        { kind: 'text', path: 'extension', label: t.extension, hint: t.extensionHint },
        { kind: 'text', path: 'domain', label: t.domain, hint: t.domainHint },
        { kind: 'text', path: 'email', label: t.email, hint: t.emailHint },
      ],
    },
    {
      title: t.mobileTitle,
      block: 'mobile',
      blockLabel: t.mobileOn,
      fields: mobileFields(configuration, lang),
    },
  ];
}

/** What users may change about themselves. */
export function ownSections(configuration: Configuration, lang: Language): readonly Section[] {
  const t = userTexts[lang];
  return [
    {
      title: t.mobileTitle,
      block: 'mobile',
      blockLabel: t.mobileOn,
      fields: mobileFields(configuration, lang),
    },
  ];
}

function mobileFields({ holidays }: Configuration, lang: Language): readonly Field[] {
  const t = userTexts[lang];
  const calendars = holidays.map(({ id }) => ({ value: id, text: id }));
  return [
    {
      kind: 'text',
      path: 'mobile.number',
      label: t.number,
      hint: t.numberHint,
      required: true,
      isNumber: true,
    },
    { kind: 'number', path: 'mobile.delaySec', label: t.delaySec, hint: t.delaySecHint },
    { kind: 'windows', path: 'mobile.windows', label: t.windows, hint: t.windowsHint },
    { kind: 'yesNo', path: 'mobile.confirm', label: t.confirm, hint: t.confirmHint },
    { kind: 'yesNo', path: 'mobile.onHolidays', label: t.onHolidays, hint: t.onHolidaysHint },
    {
      kind: 'choice',
      path: 'mobile.holidays',
      label: t.holidays,
      hint: t.holidaysHint,
      picker: true,
      options: [{ value: '', text: t.noCalendar }, ...calendars],
    },
    {
      kind: 'choice',
      path: 'mobile.timezone',
      label: t.timezone,
      hint: t.timezoneHint,
      picker: true,
      options: zoneOptions(lang, 'optional'),
    },
  ];
}
