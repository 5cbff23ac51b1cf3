/** Mails and reports in German. Pure. */
import { pluralOf, worded } from '../../base/model/wording.js';
import { german as language } from '../../base/words/de.js';
import { german as callWords } from '../../calls/words/de.js';
import { germanNotices } from './notice-de.js';
import { germanWebhooks } from './webhook-de.js';
import type { AccountWords } from './account-words.js';
import type { MissedWords } from './missed-words.js';
import type { PrivacyWords } from './privacy-words.js';
import type { ReportWords } from './report-words.js';

const plural = pluralOf(language);

const BY = { anonymous: 'Regel für anonyme Anrufe', switch: 'Schalter', final: 'letztes Ziel' };

const MISSED: MissedWords = {
  subject: (who, count, group) => `Verpasster Anruf${count > 1 ? ` (${count}×)` : ''}: ${who} – ${group}`,
  digestSubject: (calls, group) => `${calls} verpasste Anrufe – ${group}`,
  intro: (group) => `Ein Anruf bei ${group} wurde verpasst.`,
  digestIntro: (calls, group) => `${calls} Anrufe bei ${group} wurden verpasst.`,
  more: (items) => `Und ${items} ${plural(items, { one: 'weiterer', other: 'weitere' })}:`,
  list: 'Rückrufliste',
  withheld: 'Rufnummer unterdrückt',
  noCallback: 'Ohne Rufnummer ist kein Rückruf möglich.',
  calls: (count) => `${count} ${plural(count, { one: 'Anruf', other: 'Anrufe' })}`,
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

const REPORT: ReportWords = {
  title: 'Tagesbericht',
  calls: (count, formatted) => `${formatted} ${plural(count, { one: 'Anruf', other: 'Anrufe' })}`,
  missed: (_, formatted) => `${formatted} verpasst`,
  subject: (group, day, calls, missed) => `${group}, ${day}: ${calls}, ${missed}`,
  group: 'Gruppe',
  classes: { answered: 'angenommen', missed: 'verpasst', diverted: 'umgeleitet', other: 'sonstige' },
  allCalls: 'Anrufe',
  against: (weekday) => `Veränderung gegenüber ${weekday} der Vorwoche`,
  noCallsThen: 'damals keine Anrufe',
  others: (_, formatted) => `${formatted} weder angenommen noch verpasst noch umgeleitet`,
  otherReasons: {
    gaveUp: 'aufgelegt, ohne als verpasst zu zählen',
    refused: 'abgewiesen',
    handedBack: 'Ende nicht bekannt',
    open: 'noch nicht beendet',
  },
  withheld: (count, formatted) =>
    `${formatted} ${plural(count, { one: 'Anruf', other: 'Anrufe' })} ohne Rufnummer`,
  away: (count, formatted) =>
    `${formatted} ${plural(count, { one: 'Anruf', other: 'Anrufe' })}, während Mitarbeiter abwesend waren`,
  byHour: 'Nach Stunden',
  noCalls: 'An diesem Tag gab es keine Anrufe.',
  repeatedHour: 'A und B: Die Uhr wurde zurückgestellt, diese Stunde kam zweimal.',
  times: 'Zeiten',
  waitingAnswered: 'Wartezeit bis zur Annahme',
  waitingMissed: 'Wartezeit verpasster Anrufe',
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
    `Telefon ${phone}${who === null ? '' : ` (${who})`} war den ganzen Tag nicht angemeldet (${times} ${plural(times, { one: 'Anruf', other: 'Anrufe' })}).`,
  notConfirmed: (who, phone, kind, times) =>
    `${kind === 'mobile' ? 'Handy' : 'Externes Telefon'} ${who === null ? phone : `von ${who}`} hat ${times}-mal abgenommen, ohne dass die 1 gedrückt wurde. Vermutlich nimmt dort eine Mailbox ab.`,
  handedBack: (count, formatted) =>
    plural(count, {
      one: `${formatted} Anruf lief ohne diesen Dienst weiter, und niemand hat gesehen, wie er endete.`,
      other: `${formatted} Anrufe liefen ohne diesen Dienst weiter, und niemand hat gesehen, wie sie endeten.`,
    }),
  list: 'Anrufliste',
  moreCalls: (count, formatted) =>
    `… und ${formatted} ${plural(count, { one: 'weiterer', other: 'weitere' })}`,
  inTheFile: 'Alle Anrufe stehen in der angehängten Datei.',
  withheldCaller: 'ohne Rufnummer',
  through: (group) => `über ${group}`,
  missedWhy: (why) => worded(callWords.missed, why),
  divertedTo: ({ by, to }) => `${BY[by]}: ${callWords.kinds[to]}`,
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
  onPage: 'Dieser Tag bei den Berichten, mit anderen Tagen daneben',
  counted: (timezone, hours) =>
    `Gezählt ist jeder Anruf, der an diesem Tag begann (Zeitzone ${timezone}${hours === null ? '' : `; wegen der Zeitumstellung ein Tag von ${hours} Stunden`}).`,
};

const PRIVACY: PrivacyWords = {
  about: 'Alles, was diese Telefonanlage zu der Nummer aufbewahrt. Alle Zeiten sind UTC.',
  fields: {
    number: 'die Nummer mit Landesvorwahl',
    madeAt: 'wann dies zusammengestellt wurde',
    calls:
      'Anrufe von und zu der Nummer: wann, bei welcher Gruppe, bei wem es klingelte und wer annahm, wie lange gewartet und gesprochen wurde, die Entscheidungen der Anlage, die Datei einer Aufzeichnung',
    callbacks: 'Einträge der Rückrufliste, mit den Notizen derer, die zurückgerufen haben',
    callnotes: 'Notizen zu Anrufen, mit der Zeit des Anrufs',
    contacts: 'Einträge des Adressbuchs',
    mails: 'Mails, in denen die Nummer steht: an wen sie gingen, und die Zeilen zu der Nummer',
    audit: 'Einträge des Protokolls, und wo die Nummer in dem steht, was geändert wurde',
    configurations: 'Einstellungen, in denen die Nummer steht, etwa das Handy eines Mitglieds einer Gruppe',
    away: 'in welchen Gruppen ein Mitarbeiter mit dieser Nummer abwesend ist, bis wann, und wer es gesagt hat',
    alsoIn:
      'weitere Dateien und Sammlungen mit der Nummer, etwa Mails, die in einen Ordner geschrieben wurden',
    recordings: 'aufgezeichnete Anrufe; die Tondateien liegen im Ordner recordings',
  },
};

const ACCOUNT: AccountWords = {
  subject: { invitation: 'Ihr Konto für Rufgruppe', reset: 'Neues Passwort für Rufgruppe' },
  intro: {
    invitation: (account) =>
      `Sie haben ein Konto für die Seiten der Rufgruppen: ${account}. Setzen Sie Ihr Passwort, dann sind Sie angemeldet.`,
    reset: (account) =>
      `Für das Konto ${account} wurde ein neues Passwort verlangt. Setzen Sie es hier, dann sind Sie angemeldet.`,
  },
  button: { invitation: 'Passwort setzen', reset: 'Neues Passwort setzen' },
  until: (until) =>
    `Der Link gilt einmal, bis ${until}. Er öffnet eine Seite; erst der Knopf dort ändert etwas.`,
  unexpected: {
    invitation:
      'Sie haben das nicht erwartet? Dann tun Sie nichts und sagen Sie es denen, die Ihre Telefone betreuen.',
    reset:
      'Das waren nicht Sie? Dann tun Sie nichts: Das Passwort bleibt, wie es ist. Wer diesen Link hat, kann das Passwort setzen; geben Sie ihn nicht weiter.',
  },
};

export const german = {
  missed: MISSED,
  report: REPORT,
  privacy: PRIVACY,
  notice: germanNotices,
  webhook: germanWebhooks,
  account: ACCOUNT,
};
