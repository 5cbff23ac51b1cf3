/** The form of a webhook. Its secret is set on its page, never here. */
import type { Configuration } from '../../../base/configuration/schema.js';
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS } from '../../../base/model/webhook.js';
import type { Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { webhookTexts } from '../../words/words.js';

export const BLANK_WEBHOOK = {
  id: '',
  name: '',
  format: 'json',
  events: ['call.missed'],
  groups: [],
  numbers: true,
  on: true,
};

export function webhookSections(_configuration: Configuration, lang: Language): readonly Section[] {
  const t = webhookTexts[lang];
  return [
    {
      title: t.whereTitle,
      fields: [
        { kind: 'text', path: 'name', label: t.name, hint: t.nameHint, required: true },
        { kind: 'text', path: 'id', label: t.id, hint: t.idHint },
        {
          kind: 'choice',
          path: 'format',
          label: t.format,
          hint: t.formatHint,
          options: WEBHOOK_FORMATS.map((format) => ({ value: format, text: t.formats[format] })),
        },
        { kind: 'text', path: 'url', label: t.url, hint: t.urlHint },
        { kind: 'text', path: 'room', label: t.room, hint: t.roomHint },
        { kind: 'yesNo', path: 'on', label: t.on, hint: t.onHint },
      ],
    },
    {
      title: t.whatTitle,
      fields: [
        {
          kind: 'several',
          path: 'events',
          label: t.events,
          hint: t.eventsHint,
          options: WEBHOOK_EVENTS.map((event) => ({ value: event, text: t.event[event] })),
        },
        { kind: 'lines', path: 'groups', label: t.groups, hint: t.groupsHint, list: 'group-numbers' },
        { kind: 'yesNo', path: 'numbers', label: t.numbers, hint: t.numbersHint },
      ],
    },
  ];
}
