/** What is said about a call, in German. Pure. */
import type { MissedWhy, NotMissedWhy, StepFact } from '../../base/model/call-record.js';
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
import { wallClockText } from '../../base/model/times.js';
import { pluralOf, worded, type Wording } from '../../base/model/wording.js';
import type { CallWords, NeedWords } from './call-words.js';

const plural = pluralOf('de');

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
  numberRefused: ({ because }) => `Nummer nicht erlaubt: ${because}`,
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

/** Kinds of destinations, for sentences that do not name the destination itself. */
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

const MISSED: Wording<MissedWhy> = {
  gaveUp: ({ afterSec, stage }) =>
    `hat nach ${afterSec} s aufgelegt${stage === null ? '' : `, in Stufe ${stage}`}`,
  unanswered: ({ to }) => `niemand hat abgehoben; letztes Ziel: ${KINDS[to]}`,
  diverted: ({ by, to }) => `umgeleitet (${by === 'switch' ? 'Schalter' : 'anonymer Anruf'}): ${KINDS[to]}`,
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
  missed: ({ why }) => `verpasster Anruf: ${worded(MISSED, why)}`,
  notMissed: ({ why }) => `kein verpasster Anruf: ${worded(NOT_MISSED, why)}`,
};

const NEEDS: NeedWords = {
  what: {
    prompt: ({ file }) => `die Tondatei ${file}`,
    announcement: ({ file }) => `die Tondatei ${file}`,
    ringbackFile: ({ file }) => `die Tondatei ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `die Musik local_stream://${stream}`,
    voicemail: ({ profile }) => `das Voicemail-Profil ${profile}`,
    box: ({ box, domain }) => `die Sprachbox ${box}@${domain}`,
    recordings: ({ folder }) => `keinen Ordner ${folder}, in den es schreiben kann`,
    gateway: ({ gateway }) => `das Gateway ${gateway}`,
    trunk: ({ name }) => `kein Gateway oder Profil ${name}`,
  },
  costs: {
    prompt: () => 'Handys hören stattdessen zwei Töne; Taste 1 nimmt den Anruf trotzdem an',
    announcement: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    ringbackFile: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    tones: () => 'Anrufer hören keinen Rufton, und ein Handy ohne Ansage wird beim Abheben getrennt',
    music: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    voicemail: () => 'wer zur Voicemail geleitet wird, wird nicht angenommen',
    box: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    recordings: () => 'nichts wird aufgezeichnet',
    gateway: () => 'Handys und externe Nummern klingeln nicht',
    trunk: () => 'die Einstellung für die Nummern seiner Anrufer wirkt nicht',
  },
  missing: (freeswitch, what) =>
    `FreeSWITCH ${freeswitch} hat ${what}${what.startsWith('kein') ? '' : ' nicht'}`,
  down: (freeswitch, what) => `${capital(what)} von FreeSWITCH ${freeswitch} ist außer Betrieb`,
  concerns: (names, more) =>
    `${plural(names.length + more, { one: 'Gruppe', other: 'Gruppen' })} ${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`,
};

function switchText({ name, on, why }: SwitchFact): string {
  return `Schalter ${name} ist ${on ? 'ein' : 'aus'} (${worded(SWITCHES, why)})`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export const german: CallWords = {
  facts: FACTS,
  switches: SWITCHES,
  notRung: NOT_RUNG,
  destinations: DESTINATIONS,
  missed: MISSED,
  notMissed: NOT_MISSED,
  needs: NEEDS,
};
