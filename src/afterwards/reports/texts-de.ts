/** The report in German. */
import type { DestinationWords, Texts } from './texts.js';

const DESTINATIONS: DestinationWords = {
  extension: 'eine Nebenstelle',
  external: 'eine externe Nummer',
  group: 'eine andere Gruppe',
  voicemail: 'die Sprachbox',
  announcement: 'eine Ansage',
  hangup: 'Auflegen',
};

const BY = { anonymous: 'Regel für anonyme Anrufe', switch: 'Schalter', final: 'letztes Ziel' };

function inStage(stage: number | null): string {
  return stage === null ? 'außerhalb der Stufen' : `in Stufe ${stage}`;
}

export const german: Texts = {
  title: 'Tagesbericht',
  calls: (count, formatted) => `${formatted} ${count === 1 ? 'Anruf' : 'Anrufe'}`,
  subject: (group, day, calls, missed) => `${group}, ${day}: ${calls}, ${missed} verpasst`,
  group: 'Gruppe',
  classes: { answered: 'angenommen', missed: 'verpasst', diverted: 'umgeleitet', other: 'sonstige' },
  allCalls: 'Anrufe',
  against: (weekday) => `Veränderung gegenüber ${weekday} der Vorwoche`,
  noCallsThen: 'damals keine Anrufe',
  others: (count) => `${count} weder angenommen noch verpasst noch umgeleitet`,
  otherReasons: {
    gaveUp: 'aufgelegt, ohne als verpasst zu zählen',
    refused: 'abgewiesen',
    handedBack: 'an FreeSWITCH zurückgegeben',
    open: 'noch nicht beendet',
  },
  withheld: (count, formatted) => `${formatted} ${count === 1 ? 'Anruf' : 'Anrufe'} ohne Rufnummer`,
  byHour: 'Nach Stunden',
  noCalls: 'An diesem Tag gab es keine Anrufe.',
  repeatedHour: 'A und B: Die Uhr wurde zurückgestellt, diese Stunde kam zweimal.',
  times: 'Zeiten',
  waitingAnswered: 'Wartezeit bis zur Annahme',
  waitingMissed: 'Wartezeit der Verpassten',
  talking: 'Gesprächszeit',
  mean: 'im Mittel',
  longest: 'längste',
  total: 'gesamt',
  byStage: 'Angenommen nach Stufen',
  stage: (stage) => (stage === null ? 'Letztes Ziel' : `Stufe ${stage}`),
  allStages: 'Stufen',
  byPerson: 'Nach Mitarbeitern',
  person: 'Mitarbeiter',
  rung: 'geklingelt',
  switches: 'Schalter',
  switchNow: (name, on, next) => {
    const state = `${name}: ${on ? 'ein' : 'aus'}`;
    if (next === 'byHand') return `${state}, bis jemand es ändert`;
    if (next === 'never') return `${state}, der Plan wechselt nie`;
    return `${state} bis ${next.at}, dann ${next.on ? 'ein' : 'aus'}`;
  },
  forgotten: (name) =>
    `Der Schalter „${name}“ ist seit mehr als einem Tag ohne Ende übersteuert: sein Plan gilt nicht.`,
  callbacks: 'Offene Rückrufe',
  asOf: (moment) => `Stand: ${moment}`,
  noCallbacks: 'Niemand wartet auf einen Rückruf.',
  callbackCalls: (count, formatted, since) =>
    count === 1 ? `1 Anruf, ${since}` : `${formatted} Anrufe seit ${since}`,
  takenBy: (who) => `übernommen von ${who}`,
  untaken: 'noch von niemandem übernommen',
  warnings: 'Hinweise',
  notRegistered: (who, phone, times) =>
    `Telefon ${phone}${who === null ? '' : ` (${who})`} war den ganzen Tag nicht angemeldet (${times === 1 ? '1 Anruf' : `${times} Anrufe`}).`,
  notConfirmed: (who, phone, kind, times) =>
    `${kind === 'mobile' ? 'Handy' : 'Externes Telefon'} ${who === null ? phone : `von ${who}`} hat ${times}-mal abgehoben, ohne dass die 1 gedrückt wurde. Vermutlich hebt dort eine Mailbox ab.`,
  handedBack: (count, formatted) =>
    count === 1
      ? '1 Anruf wurde an FreeSWITCH zurückgegeben, weil dieser Dienst ihn nicht mehr steuern konnte. Wie er endete, ist nicht bekannt.'
      : `${formatted} Anrufe wurden an FreeSWITCH zurückgegeben, weil dieser Dienst sie nicht mehr steuern konnte. Wie sie endeten, ist nicht bekannt.`,
  list: 'Anrufliste',
  moreCalls: (count, formatted) => `… und ${formatted} ${count === 1 ? 'weiterer' : 'weitere'}`,
  inTheFile: 'Alle Anrufe stehen in der angehängten Datei.',
  withheldCaller: 'ohne Rufnummer',
  through: (group) => `über ${group}`,
  missedWhy: (why) => {
    switch (why.kind) {
      case 'gaveUp':
        return `nach ${why.afterSec} Sek. ${inStage(why.stage)} aufgelegt`;
      case 'unanswered':
        return `niemand nahm ab; letztes Ziel: ${DESTINATIONS[why.to]}`;
      case 'diverted':
        return `umgeleitet (${BY[why.by]}: ${DESTINATIONS[why.to]}), niemand sprach mit dem Anrufer`;
      case 'unknown':
        return 'niemand hat gesehen, wie der Anruf endete';
    }
  },
  divertedTo: ({ by, to }) => `${BY[by]}: ${DESTINATIONS[to]}`,
  columns: {
    at: 'Zeit',
    number: 'Rufnummer',
    name: 'Name',
    dialled: 'Gewählte Gruppe',
    result: 'Ergebnis',
    detail: 'Einzelheiten',
    stage: 'Stufe',
    who: 'Angenommen von',
    waitingSec: 'Wartezeit (s)',
    talkingSec: 'Gesprächszeit (s)',
    waiting: 'Wartezeit',
    talking: 'Gespräch',
    caller: 'Anrufer',
  },
  fileName: (group, day) => `anrufe-${group}-${day}.csv`,
  counted: (timezone, hours) =>
    `Gezählt ist jeder Anruf, der an diesem Tag begann (Zeitzone ${timezone}${hours === null ? '' : `; wegen der Zeitumstellung ein Tag von ${hours} Stunden`}).`,
};
