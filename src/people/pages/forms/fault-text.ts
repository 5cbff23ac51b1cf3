/** What is wrong, in the reader's language and the words of the form, without paths or keys of the file. Pure. */
import type { Fault } from '../../../base/configuration/faults.js';
import { nameOf } from '../../../base/configuration/part-names.js';
import { fill, type Language } from '../language.js';
import { reworded } from './fault-rules.js';
import { faultTexts } from '../../words/words.js';

/** The fault's message, with the bad value if somebody typed it. */
export function faultText(fault: Pick<Fault, 'value' | 'message' | 'others'>, lang: Language): string {
  const { value, message } = fault;
  const t = faultTexts[lang];
  const words = allowedText(fault, lang) ?? reworded(message.replace(/^missing; (?=must )/, ''), lang);
  if (value === '""' || /^missing; must /.test(message)) {
    return `${t.mustBeFilled}: ${words.replace(/^must be /, '')}`;
  }
  const shown = shownValue(value);
  return shown === undefined ? words : `${fill(t.quoted, { text: shown })}: ${words}`;
}

/** Words and numbers as typed; undefined for blocks and lists, which mean nothing to the reader of a form. */
function shownValue(value: string | undefined): string | undefined {
  if (value === undefined || /^[[{]|entries$/.test(value)) return undefined;
  return value.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"');
}

/** Lists what exists, by name, if something that does not exist was named. */
function allowedText(
  { message, others }: Pick<Fault, 'message' | 'others'>,
  lang: Language,
): string | undefined {
  const [, kind] = /^no (user|group|switch|holiday calendar) has this/.exec(message) ?? [];
  if (kind === undefined || others === undefined) return undefined;
  const t = faultTexts[lang];
  const none = t.nobody[kind === 'holiday calendar' ? 'calendar' : (kind as 'user' | 'group' | 'switch')];
  if (others.length === 0) return none;
  const [, count] = /… \((\d+) in all\)$/.exec(message) ?? [];
  const names = others.map(nameOf).join(', ');
  return count === undefined
    ? fill(t.thereAre, { none, names })
    : fill(t.thereAreMore, { none, names, count });
}
