/**
 * The reasons of decisions in the reader's language. They come as data; the English words are made where the decision
 * is (routing/words.ts, outcome/missed-words.ts), the German ones here and nowhere else. Pure.
 */
import { missedTexts } from '../../afterwards/missed/texts.js';
import type {
  DestinationFact,
  NotRungWho,
  NotRungWhy,
  OutsideWhy,
  SentBy,
  SentTo,
  SwitchFact,
  SwitchWhy,
} from '../../base/model/reason.js';
import type { Destination } from '../../base/model/snapshot.js';
import type { NotMissedWhy, StepFact } from '../../base/model/call-record.js';
import { switchWhyText as englishSwitchWhy } from '../../calls/routing/words.js';
import { wallClockText } from '../../base/model/times.js';
import { worded, type Wording } from '../../base/model/wording.js';
import { faultText } from './forms/fault-text.js';
import type { Language } from './language.js';

/** A reason as decisions and records have it; records of old versions have no `fact`, and stay English. */
export interface Worded {
  readonly text: string;
  readonly fact?: StepFact | undefined;
}

export function reasonText({ text, fact }: Worded, lang: Language): string {
  if (lang === 'en' || fact === undefined) return text;
  try {
    return worded(FACTS, fact);
  } catch {
    // The record is of a newer version, which knows more kinds.
    return text;
  }
}

/** Why a switch is on or off: completes "Night is on: …". */
export function switchWhyText(why: SwitchWhy, lang: Language): string {
  return lang === 'en' ? englishSwitchWhy(why) : worded(SWITCHES, why);
}

const DAYS = ['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags', 'sonntags'];

const OUTSIDE: Wording<OutsideWhy> = {
  never: () => 'an keinem Tag ein Zeitfenster',
  notThisDay: ({ weekday }) => `${DAYS[weekday - 1] ?? 'heute'} kein Zeitfenster`,
  outside: ({ windows }) => `außerhalb ${new Intl.ListFormat('de').format(windows)}`,
};

const SWITCHES: Wording<SwitchWhy> = {
  ...OUTSIDE,
  overrideOpen: () => 'übersteuert, bis jemand es ändert',
  overrideUntil: ({ until, then }) =>
    `übersteuert bis ${wallClockText('de', until)}${then === undefined ? '' : `, dann ${then ? 'ein' : 'aus'}`}`,
  byHand: ({ on }) => (on ? 'von Hand eingeschaltet' : 'von Hand ausgeschaltet'),
  holiday: ({ name }) => name,
  inside: ({ window }) => `innerhalb ${window}`,
};

const NOT_RUNG: Wording<NotRungWhy> = {
  ...OUTSIDE,
  publicHoliday: ({ name }) => `Feiertag: ${name}`,
  noPhone: () => 'hat weder Nebenstelle noch Handy',
  mobilesOff: () => 'die Gruppe lässt Handys nicht klingeln',
  noGateway: () => 'kein Gateway eingerichtet',
  numberRefused: ({ because }) =>
    `Nummer nicht erlaubt: ${faultText({ value: undefined, message: because }, 'de')}`,
  alreadyRung: ({ as }) => `klingelt schon als ${as}`,
  callersOwn: () => 'das Telefon des Anrufers selbst',
  leftOut: () => 'ausgelassen',
};

const DESTINATIONS: Wording<DestinationFact> = {
  extension: ({ extension }) => `Nebenstelle ${extension}`,
  external: ({ digits }) => `externe Nummer ${digits}`,
  group: ({ group }) => `Gruppe ${group}`,
  voicemail: ({ box }) => `Voicemail ${box}`,
  announcement: ({ file }) => `Ansage ${file}`,
  hangup: ({ cause }) => `auflegen mit ${cause}`,
};

const PHONES: Wording<NotRungWho> = {
  desk: ({ name }) => `Tischtelefon von ${name}`,
  mobile: ({ name }) => `Handy von ${name}`,
  labelled: ({ name }) => name,
  extension: ({ extension }) => `Nebenstelle ${extension}`,
  number: ({ digits }) => `externe Nummer ${digits}`,
};

const SENT_BY: Wording<SentBy> = {
  anonymous: () => 'anonyme Anrufe werden umgeleitet',
  final: () => 'danach',
  switch: (by) => switchText(by.switch),
};

const SENT_TO: Wording<SentTo> = {
  ...DESTINATIONS,
  closed: ({ to, why }) => `${worded(DESTINATIONS, to)}, nicht erreichbar: ${worded(NOT_RUNG, why)}`,
  own: ({ why }) => `ein Telefon, das nicht klingelt: ${worded(NOT_RUNG, why)}`,
};

/** Kinds of destinations, where the destination itself is not told. */
const KINDS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'Nebenstelle',
  external: 'externe Nummer',
  group: 'andere Gruppe',
  voicemail: 'Voicemail',
  announcement: 'Ansage',
  hangup: 'Auflegen',
};

const NOT_MISSED: Wording<NotMissedWhy> = {
  withheld: () => 'Anrufe ohne Rufnummer zählen nicht',
  refused: () => 'der Anruf wurde abgewiesen',
  taken: ({ by }) => `das letzte Ziel nahm den Anruf: ${KINDS[by]}`,
  divertedNever: () => 'umgeleitete Anrufe zählen nicht',
  divertedTo: ({ to }) => `umgeleitet: ${KINDS[to]}`,
  gaveUpNever: ({ afterSec }) => `nach ${afterSec} s aufgelegt, das zählt nicht`,
  gaveUpEarly: ({ afterSec, countsFromSec }) => `nach ${afterSec} s aufgelegt, zählt ab ${countsFromSec} s`,
};

const FACTS: Wording<StepFact> = {
  stageRings: ({ stage, ringSec }) => `Stufe ${stage}: klingelt ${ringSec} s`,
  stageEmpty: ({ stage }) => `Stufe ${stage} übersprungen: sie hat keine Mitarbeiter`,
  stageRingsNobody: ({ stage }) => `Stufe ${stage} übersprungen: niemand kann klingeln`,
  notRung: ({ who, why }) => `${worded(PHONES, who)}: ${worded(NOT_RUNG, why)}`,
  anonymousAsAnyOther: () => 'anonyme Anrufe werden behandelt wie alle',
  anonymousRejected: () => 'anonyme Anrufe werden abgewiesen',
  switchPassed: (fact) => `${switchText(fact.switch)}: seine Regel trifft nicht zu`,
  sent: ({ by, to }) => `${worded(SENT_BY, by)}: ${worded(SENT_TO, to)}`,
  destinationDidNotTake: () => 'das Ziel hat den Anruf nicht angenommen',
  soundMissing: ({ file }) => `FreeSWITCH hat ${file} nicht; der Anruf wurde nicht angenommen`,
  boxMissing: ({ box }) => `FreeSWITCH hat die Sprachbox ${box} nicht; der Anruf wurde nicht angenommen`,
  playedNothing: ({ what, name }) =>
    what === 'voicemail'
      ? `die Sprachbox ${name} endete sofort: der Anrufer wurde angenommen und hörte nichts`
      : `FreeSWITCH konnte ${name} nicht abspielen: der Anrufer wurde angenommen und hörte nichts`,
  ringbackMissing: ({ name }) => `FreeSWITCH hat ${name} nicht; der Anrufer hört stattdessen einen Ton`,
  recorded: ({ who }) => `aufgezeichnet: das Gespräch mit ${who}, bis ${who} es verließ`,
  notRecorded: ({ file }) => `nicht aufgezeichnet: FreeSWITCH konnte ${file} nicht schreiben`,
  groupRemoved: () => 'die Gruppe wurde gelöscht, während der Anruf klingelte',
  groupUnknown: ({ group }) => `es gibt keine Gruppe ${group}`,
  groupDisabled: ({ group }) => `Gruppe ${group} ist ausgeschaltet`,
  circle: ({ path }) => `die Gruppen schicken den Anruf im Kreis: ${path.join(' → ')}`,
  tooManyGroups: ({ most, path }) =>
    `mehr Gruppen, als ein Anruf durchlaufen darf (${most}): ${path.join(' → ')}`,
  missed: ({ why }) => `verpasster Anruf: ${missedTexts('de').why(why)}`,
  notMissed: ({ why }) => `kein verpasster Anruf: ${worded(NOT_MISSED, why)}`,
};

function switchText({ name, on, why }: SwitchFact): string {
  return `Schalter ${name} ist ${on ? 'ein' : 'aus'} (${worded(SWITCHES, why)})`;
}
