/**
 * What is wrong, in the words of the form and in the reader's language: no paths, no words of the file. Pure.
 */
import type { Fault } from '../../../base/configuration/faults.js';
import { nameOf } from '../../../base/configuration/part-names.js';
import type { Language } from '../language.js';
import { englishOf } from './fault-english.js';
import { germanOf } from './fault-german.js';

const SENTENCES: Readonly<Record<Language, (message: string) => string>> = { en: englishOf, de: germanOf };

/** The fault's sentence, with the bad value where there is one that somebody typed. */
export function faultText(fault: Pick<Fault, 'value' | 'message' | 'others'>, lang: Language): string {
  const { value, message } = fault;
  const sentence = SENTENCES[lang];
  const allowed = allowedText(fault, lang);
  const words = allowed ?? sentence(message.replace(/^missing; (?=must )/, ''));
  if (value === '""' || /^missing; must /.test(message)) {
    return `${lang === 'de' ? 'muss ausgefüllt sein' : 'must be filled in'}: ${words.replace(/^must be /, '')}`;
  }
  const shown = shownValue(value, lang);
  return shown === undefined ? words : `${shown}: ${words}`;
}

/** Words and numbers as they were typed; a block or a list says nothing to the reader of a form. */
function shownValue(value: string | undefined, lang: Language): string | undefined {
  if (value === undefined || /^[[{]|entries$/.test(value)) return undefined;
  const text = value.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"');
  return lang === 'de' ? `„${text}“` : `“${text}”`;
}

const NOBODY = {
  user: { en: 'there is no such user', de: 'diesen Benutzer gibt es nicht' },
  group: { en: 'there is no such group', de: 'diese Gruppe gibt es nicht' },
  switch: { en: 'there is no such switch', de: 'diesen Schalter gibt es nicht' },
  'holiday calendar': {
    en: 'there is no such holiday calendar',
    de: 'diesen Feiertagskalender gibt es nicht',
  },
} as const;

/** Of something that does not exist: which ones there are, by name. */
function allowedText(
  { message, others }: Pick<Fault, 'message' | 'others'>,
  lang: Language,
): string | undefined {
  const [, kind] = /^no (user|group|switch|holiday calendar) has this/.exec(message) ?? [];
  if (kind === undefined || others === undefined) return undefined;
  const none = NOBODY[kind as keyof typeof NOBODY][lang];
  if (others.length === 0) return none;
  const [, more = ''] = /… \((\d+) in all\)$/.exec(message) ?? [];
  const names = others.map(nameOf).join(', ');
  if (lang === 'de') return `${none}; es gibt: ${names}${more === '' ? '' : `, … (insgesamt ${more})`}`;
  return `${none}; there are: ${names}${more === '' ? '' : `, … (${more} in all)`}`;
}
