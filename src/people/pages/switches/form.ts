/** The form of a switch: manual or by schedule. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { zoneOptions } from '../configuration/choices.js';
import type { Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { switchTexts } from '../../words/words.js';

export const BLANK_SWITCH = { id: '', name: '', manual: { on: false } };

export const FRESH_SWITCH = {
  manual: { on: false },
  schedule: {
    windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '08:00' }],
    onHolidays: 'asUsual',
  },
};

export function switchSections({ holidays }: Configuration, lang: Language): readonly Section[] {
  const t = switchTexts[lang];
  const option = (value: string, text: string) => ({ value, text });
  return [
    {
      title: t.switchTitle,
      fields: [
        { kind: 'text', path: 'id', label: t.id, hint: t.idHint },
        { kind: 'text', path: 'name', label: t.name, hint: t.nameHint, required: true },
      ],
    },
    {
      title: t.codeTitle,
      fields: [
        { kind: 'text', path: 'code', label: t.code, hint: t.codeHint },
        {
          kind: 'codeAccess',
          path: 'codeAllowed',
          label: t.codeAllowed,
          hint: t.codeAllowedHint,
          options: [
            option('members', t.codeMembers),
            option('nobody', t.codeNobody),
            option('listed', t.codeListed),
          ],
        },
        { kind: 'text', path: 'codeSound', label: t.codeSound, hint: t.codeSoundHint, list: 'sounds' },
      ],
    },
    {
      title: t.manualTitle,
      block: 'manual',
      blockLabel: t.manualOn,
      fields: [{ kind: 'yesNo', path: 'manual.on', label: t.manualState, hint: t.manualStateHint }],
    },
    {
      title: t.scheduleTitle,
      block: 'schedule',
      blockLabel: t.scheduleOn,
      fields: [
        { kind: 'windows', path: 'schedule.windows', label: t.windows, hint: t.windowsHint },
        {
          kind: 'choice',
          path: 'schedule.holidays',
          label: t.holidays,
          hint: t.holidaysHint,
          picker: true,
          options: [option('', t.noCalendar), ...holidays.map(({ id }) => option(id, id))],
        },
        {
          kind: 'choice',
          path: 'schedule.onHolidays',
          label: t.onHolidays,
          hint: t.onHolidaysHint,
          options: [option('asUsual', t.asUsual), option('on', t.on), option('off', t.off)],
        },
        {
          kind: 'choice',
          path: 'schedule.timezone',
          label: t.timezone,
          hint: t.timezoneHint,
          picker: true,
          options: zoneOptions(lang, 'optional'),
        },
      ],
    },
  ];
}
