/** Words of the missed-call mails and of the pages behind their links, in the languages that a group can have. */
import type { DateTime } from 'luxon';
import type { Group } from '../../base/model/snapshot.js';
import type { MissedWhy } from '../../base/model/call-record.js';
import { missedText } from '../../calls/words/words.js';
import type { ClosedBecause } from '../../base/model/callback-item.js';

export interface MissedTexts {
  readonly subject: (who: string, count: number, group: string) => string;
  readonly digestSubject: (calls: number, group: string) => string;
  readonly intro: (group: string) => string;
  readonly digestIntro: (calls: number, group: string) => string;
  /** Items that the mail does not list. */
  readonly more: (items: number) => string;
  readonly list: string;
  readonly withheld: string;
  readonly noCallback: string;
  readonly calls: (count: number) => string;
  readonly take: string;
  readonly done: string;
  /** What the two links do, and until when. */
  readonly aboutLinks: (until: string) => string;
  readonly takenBy: (who: string, at: string) => string;
  readonly doneBy: (who: string, at: string) => string;
  readonly closed: Readonly<Record<ClosedBecause, string>>;
  readonly open: string;
  readonly why: (why: MissedWhy) => string;
  readonly moment: (at: DateTime) => string;
  readonly page: {
    readonly title: string;
    readonly yourName: string;
    readonly nameMissing: string;
    readonly youHaveIt: (until: string) => string;
    readonly othersHaveIt: (who: string) => string;
    readonly youFinished: string;
    readonly used: string;
    readonly expired: string;
    readonly bad: string;
    readonly nothingChangedYet: string;
  };
}

const de: MissedTexts = {
  subject: (who, count, group) => `Verpasster Anruf${count > 1 ? ` (${count}×)` : ''}: ${who} – ${group}`,
  digestSubject: (calls, group) => `${calls} verpasste Anrufe – ${group}`,
  intro: (group) => `Ein Anruf bei ${group} wurde nicht angenommen.`,
  digestIntro: (calls, group) => `${calls} Anrufe bei ${group} wurden nicht angenommen.`,
  more: (items) => `Und ${items} ${items === 1 ? 'weiterer' : 'weitere'}:`,
  list: 'Rückrufliste',
  withheld: 'Rufnummer unterdrückt',
  noCallback: 'Ohne Rufnummer ist kein Rückruf möglich.',
  calls: (count) => (count === 1 ? '1 Anruf' : `${count} Anrufe`),
  take: 'Ich rufe zurück',
  done: 'Erledigt',
  aboutLinks: (until) =>
    `Beide Links zeigen zuerst eine Seite; erst der Knopf dort ändert etwas. Sie wirken einmal und gelten bis ${until}.`,
  takenBy: (who, at) => `${who} ruft zurück (seit ${at})`,
  doneBy: (who, at) => `Erledigt von ${who} am ${at}`,
  closed: {
    talked: 'Der Anrufer hat inzwischen jemanden erreicht.',
    calledBack: 'Der Anrufer wurde inzwischen zurückgerufen.',
    superseded: 'Der Anrufer hat später noch einmal angerufen; es gilt der neuere Eintrag.',
  },
  open: 'Offen: noch niemand ruft zurück.',
  why: (why) => missedText(why, 'de'),
  moment: (at) => at.toFormat('dd.MM.yyyy HH:mm', { locale: 'de' }),
  page: {
    title: 'Rückruf',
    yourName: 'Ihr Name, wie ihn die Kollegen sehen',
    nameMissing: 'Bitte geben Sie Ihren Namen an, damit die Kollegen wissen, wer zurückruft.',
    youHaveIt: (until) =>
      `Danke. Alle sehen jetzt, dass Sie zurückrufen. Bis ${until} als erledigt melden, sonst ist der Eintrag wieder offen.`,
    othersHaveIt: (who) => `${who} ruft schon zurück. Bitte nicht noch einmal anrufen.`,
    youFinished: 'Danke, der Rückruf ist erledigt.',
    used: 'Dieser Link wurde schon benutzt.',
    expired: 'Dieser Link ist abgelaufen.',
    bad: 'Dieser Link ist ungültig. Ist er vollständig?',
    nothingChangedYet: 'Diese Seite ändert nichts; erst der Knopf tut es.',
  },
};

const en: MissedTexts = {
  subject: (who, count, group) => `Missed call${count > 1 ? ` (${count}×)` : ''}: ${who} – ${group}`,
  digestSubject: (calls, group) => `${calls} missed calls – ${group}`,
  intro: (group) => `A call to ${group} was not answered.`,
  digestIntro: (calls, group) => `${calls} calls to ${group} were not answered.`,
  more: (items) => `And ${items} more:`,
  list: 'call-back list',
  withheld: 'number withheld',
  noCallback: 'Without a number nobody can call back.',
  calls: (count) => (count === 1 ? '1 call' : `${count} calls`),
  take: 'I call back',
  done: 'Done',
  aboutLinks: (until) =>
    `Both links show a page first; only the button there changes anything. They work once and until ${until}.`,
  takenBy: (who, at) => `${who} calls back (since ${at})`,
  doneBy: (who, at) => `Done by ${who} on ${at}`,
  closed: {
    talked: 'The caller has talked to somebody meanwhile.',
    calledBack: 'The caller has been called back meanwhile.',
    superseded: 'The caller called again later; the newer entry holds.',
  },
  open: 'Open: nobody calls back yet.',
  why: (why) => missedText(why, 'en'),
  moment: (at) => at.toFormat('d LLL yyyy, HH:mm', { locale: 'en' }),
  page: {
    title: 'Call back',
    yourName: 'Your name, as your colleagues see it',
    nameMissing: 'Please give your name, so that your colleagues know who calls back.',
    youHaveIt: (until) =>
      `Thank you. Everybody sees now that you call back. Report it as done by ${until}, or it is open again.`,
    othersHaveIt: (who) => `${who} calls back already. Please do not call again.`,
    youFinished: 'Thank you, this call-back is done.',
    used: 'This link was used before.',
    expired: 'This link has expired.',
    bad: 'This link is not valid. Is it complete?',
    nothingChangedYet: 'This page changes nothing; only the button does.',
  },
};

export function missedTexts(language: Group['language']): MissedTexts {
  return language === 'de' ? de : en;
}
