/** The call-back list on a terminal, in the language and zone of the machine. */
import { numberText } from '../src/afterwards/mail/number-text.js';
import { oneLine } from '../src/afterwards/mail/one-line.js';
import type { CallbackItem } from '../src/base/model/callback-item.js';
import { missedText } from '../src/calls/words/words.js';
import { machineLanguage, machineMoment, machineZone } from './machine-times.js';
import { sayer } from './say.js';

type Language = 'de' | 'en';

const say = sayer('callbacks');

export type CallbackWord = Parameters<typeof say>[0];

/** A sentence of the command, with its placeholders filled. */
export function callbackText(
  word: CallbackWord,
  values: Readonly<Record<string, string>> = {},
  lang: Language = machineLanguage(),
): string {
  return say(word, values, lang);
}

/** `taken by Anna until 27 Nov 2026, 13:55 (Europe/Berlin)` */
export function stateText(
  { taken, ended }: CallbackItem,
  lang: Language = machineLanguage(),
  timezone = machineZone(),
): string {
  const moment = (at: Date) => machineMoment(at, lang, timezone);
  if (taken !== null) return callbackText('taken', { who: taken.who, at: moment(taken.until) }, lang);
  if (ended === null) return callbackText('open', {}, lang);
  const how = callbackText(ended.because ?? 'done', {}, lang);
  return `${how}${ended.who === null ? '' : ` (${ended.who})`} ${moment(ended.at)}`;
}

/** One line for an item: number, group, how often, when last, who, why it is missed, and what became of it. */
export function itemText(
  item: CallbackItem,
  lang: Language = machineLanguage(),
  timezone = machineZone(),
): string {
  const { id, group, caller, count, lastAt, calls, note } = item;
  const who = [caller.name === null ? '' : oneLine(caller.name), numberText(oneLine(caller.number))];
  const why = calls.at(-1)?.why;
  return [
    id.slice(0, 8),
    group,
    `${count}x`,
    machineMoment(lastAt, lang, timezone),
    who.filter((part) => part !== '').join(', '),
    why === undefined ? '' : missedText(why, lang),
    stateText(item, lang, timezone),
    ...(note === null ? [] : [callbackText('note', { text: oneLine(note) }, lang)]),
  ].join('  ');
}

/** An item for programs; times are in UTC. */
export function itemJson({
  id,
  group,
  state,
  count,
  firstAt,
  lastAt,
  caller,
  taken,
  ended,
  note,
}: CallbackItem) {
  const { number, name } = caller;
  return { id, group, state, count, firstAt, lastAt, caller: { number, name }, taken, ended, note };
}
