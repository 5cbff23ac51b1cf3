/** The call-back list on a terminal, in the language and zone of the machine. */
import { numberText } from '../src/afterwards/mail/number-text.js';
import { oneLine } from '../src/afterwards/mail/one-line.js';
import type { CallbackItem } from '../src/base/model/callback-item.js';
import { missedTexts } from '../src/afterwards/missed/texts.js';
import { machineLanguage, machineMoment, machineZone } from './machine-times.js';
import { sayer, texts } from './words/words.js';

type Language = 'de' | 'en';

export const callbackTexts = texts({
  en: {
    usage: `Usage: npm run callbacks -- COMMAND
  list [--group 700] [--all]         who waits for a call back; --all: the last 50 items, ended ones too
  take ID [--as NAME] [--min 60]     you call back; the item is open again after so many minutes, else as its group says
  give-back ID                       open again
  done ID [--as NAME] [--note TEXT]  somebody has called back
  note ID TEXT                       set the note
ID is the item's number as "list" shows it; its first characters are enough.`,
    badMinutes: '--min {given}: must be a whole number of minutes from 1 to 10080',
    taken: 'taken by {who} until {at}',
    open: 'open',
    talked: 'got through',
    calledBack: 'called back',
    superseded: 'see the newer item',
    done: 'done',
    note: 'note: {text}',
    none: 'There are no items.',
    nobody: 'Nobody waits for a call back.',
    noItem: 'There is no item {id}; see: npm run callbacks -- list',
    gone: 'The item is not there any more.',
    several: '{id} is the beginning of several items',
    notTaken: 'Not taken: {state}',
    notHad: 'Nobody has this item.',
    ended: 'It had ended before: {state}',
  },
  de: {
    usage: `Aufruf: npm run callbacks -- BEFEHL
  list [--group 700] [--all]         wer auf einen Rückruf wartet; --all: die letzten 50 Einträge, auch beendete
  take ID [--as NAME] [--min 60]     Sie rufen zurück; nach so vielen Minuten ist er wieder offen, sonst wie die Gruppe sagt
  give-back ID                       wieder offen
  done ID [--as NAME] [--note TEXT]  jemand hat zurückgerufen
  note ID TEXT                       setzt die Notiz
ID ist die Nummer des Eintrags, wie "list" sie zeigt; die ersten Zeichen genügen.`,
    badMinutes: '--min {given}: muss eine ganze Zahl von Minuten von 1 bis 10080 sein',
    taken: '{who} ruft zurück, bis {at}',
    open: 'offen',
    talked: 'ist durchgekommen',
    calledBack: 'zurückgerufen',
    superseded: 'siehe den neueren Eintrag',
    done: 'erledigt',
    note: 'Notiz: {text}',
    none: 'Es gibt keine Einträge.',
    nobody: 'Niemand wartet auf einen Rückruf.',
    noItem: 'Es gibt keinen Eintrag {id}; siehe: npm run callbacks -- list',
    gone: 'Der Eintrag ist nicht mehr da.',
    several: 'Mehrere Einträge beginnen mit {id}',
    notTaken: 'Nicht übernommen: {state}',
    notHad: 'Niemand hat diesen Eintrag.',
    ended: 'Er war schon zu Ende: {state}',
  },
});

export type CallbackWord = keyof (typeof callbackTexts)['en'];

/** A sentence of the command, its places filled. */
export function callbackText(
  word: CallbackWord,
  values: Readonly<Record<string, string>> = {},
  lang: Language = machineLanguage(),
): string {
  return sayer(callbackTexts, lang)(word, values);
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
    why === undefined ? '' : missedTexts(lang).why(why),
    stateText(item, lang, timezone),
    ...(note === null ? [] : [callbackText('note', { text: oneLine(note) }, lang)]),
  ].join('  ');
}
