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
  SwitchNextFact,
  SwitchWhy,
} from '../../base/model/reason.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { Destination, ReleaseCause } from '../../base/model/snapshot.js';
import { placeInFile, wallClockText } from '../../base/model/times.js';
import { pluralOf, worded, type Wording } from '../../base/model/wording.js';
import { german as language } from '../../base/words/de.js';
import type { CallWords, NeedWords } from './call-words.js';

const plural = pluralOf(language);

const DAYS = ['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags', 'sonntags'];

const OUTSIDE: Wording<OutsideWhy> = {
  never: () => 'an keinem Tag ein Zeitfenster',
  notThisDay: ({ weekday }) => `${DAYS[weekday - 1] ?? 'heute'} kein Zeitfenster`,
  outside: ({ windows }) =>
    `außerhalb der Zeit${windows.length === 1 ? '' : 'en'} ${new Intl.ListFormat('de').format(windows)}`,
};

const SWITCHES: Wording<SwitchWhy> = {
  ...OUTSIDE,
  override: () => 'übersteuert',
  overrideOpen: () => 'übersteuert, bis jemand es ändert',
  overrideUntil: ({ until, then }) =>
    `übersteuert bis ${wallClockText('de', until)}${then === undefined ? '' : `, dann ${then ? 'ein' : 'aus'}`}`,
  byHand: ({ on }) => (on ? 'von Hand eingeschaltet' : 'von Hand ausgeschaltet'),
  holiday: ({ name }) => name,
  inside: ({ window }) => `in der Zeit ${window}`,
};

const NEXT: Wording<SwitchNextFact> = {
  at: ({ at, on }) => `bis ${wallClockText('de', at)}, dann ${on ? 'ein' : 'aus'}`,
  byHand: () => 'bis jemand es ändert',
  never: () => 'der Plan wechselt nie',
};

const RUNG_BY = {
  caller: 'für diesen Anrufer',
  withheld: 'für Anrufer dieser Gruppe ohne Nummer',
  group: 'für diese Gruppe',
} as const;

const NOT_RUNG: Wording<NotRungWhy> = {
  ...OUTSIDE,
  publicHoliday: ({ name }) => `Feiertag: ${name}`,
  noPhone: () => 'hat weder Nebenstelle noch Handy',
  away: ({ until }) => (until === undefined ? 'abwesend' : `abwesend bis ${wallClockText('de', until)}`),
  mobilesOff: () => 'die Gruppe lässt Handys nicht klingeln',
  noGateway: () => 'kein Gateway eingerichtet',
  numberRefused: ({ because }) => `Nummer nicht erlaubt: ${because}`,
  alreadyRung: ({ as }) => `klingelt schon als ${as}`,
  callersOwn: () => 'das Telefon des Anrufers selbst',
  busy: () => 'spricht gerade',
  tooLate: ({ delaySec, ringSec }) =>
    `würde nach ${delaySec} s beginnen; nach ${ringSec} s klingelt es nicht mehr`,
  leftOut: () => 'ausgelassen',
  rungTooOften: ({ by, most }) =>
    `hat in einer Stunde ${most}-mal ${RUNG_BY[by]} geklingelt; mehr ist nicht erlaubt`,
  tooManyRing: ({ most }) => `es klingeln schon ${most} externe Nummern; mehr sind nicht erlaubt`,
};

const CAUSES: Readonly<Record<ReleaseCause, string>> = {
  NORMAL_CLEARING: 'normales Auflegen',
  USER_BUSY: 'besetzt',
  NO_ANSWER: 'keine Antwort',
  CALL_REJECTED: 'abgelehnt',
  UNALLOCATED_NUMBER: 'Nummer nicht vergeben',
  SUBSCRIBER_ABSENT: 'nicht erreichbar',
  EXCHANGE_ROUTING_ERROR: 'Fehler im Netz',
};

const DESTINATIONS: Wording<DestinationFact> = {
  extension: ({ extension }) => `Nebenstelle ${extension}`,
  external: ({ digits }) => `externe Nummer ${digits}`,
  group: ({ group }) => `Gruppe ${group}`,
  voicemail: ({ box }) => `Voicemail ${box}`,
  announcement: ({ file }) => `Ansage ${file}`,
  hangup: ({ cause }) => `auflegen (${CAUSES[cause]})`,
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

const CALLERS_GO: Wording<SentTo> = {
  extension: ({ extension }) => `kommen jetzt zur Nebenstelle ${extension}`,
  external: ({ digits }) => `kommen jetzt zur Nummer ${digits}`,
  group: ({ group }) => `kommen jetzt zur Gruppe ${group}`,
  voicemail: ({ box }) => `kommen jetzt zur Voicemail ${box}`,
  announcement: ({ file }) => `hören jetzt die Ansage ${file}`,
  hangup: ({ cause }) => `werden jetzt abgewiesen (${CAUSES[cause]})`,
  closed: ({ to, why }) =>
    `werden jetzt abgewiesen: ${worded(DESTINATIONS, to)} kann nicht klingeln (${worded(NOT_RUNG, why)})`,
  own: ({ why }) => `werden jetzt abgewiesen (${worded(NOT_RUNG, why)})`,
};

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
  blocked: () => 'die Nummer ist gesperrt',
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
  unanswered: ({ to }) => `niemand hat abgenommen; letztes Ziel: ${KINDS[to]}`,
  diverted: ({ by, to }) =>
    `umgeleitet (${by === 'switch' ? 'Schalter' : 'Regel für anonyme Anrufe'}: ${KINDS[to]}); niemand sprach mit dem Anrufer`,
  unknown: () => 'niemand hat gesehen, wie der Anruf endete; vielleicht wurde er verpasst',
};

const FACTS: Wording<StepFact> = {
  stageRings: ({ stage, ringSec, goesOn }) =>
    goesOn === true
      ? `Stufe ${stage} geht weiter: klingelt ${ringSec} s`
      : `Stufe ${stage}: klingelt ${ringSec} s`,
  stageEmpty: ({ stage }) => `Stufe ${stage} übersprungen: sie hat keine Mitarbeiter`,
  stageRingsNobody: ({ stage }) => `Stufe ${stage} übersprungen: niemand kann klingeln`,
  notRung: ({ who, why }) => `${worded(PHONES, who)}: ${worded(NOT_RUNG, why)}`,
  anonymousAsAnyOther: () => 'anonyme Anrufe werden behandelt wie alle',
  blocked: ({ everywhere, rule, reason }) =>
    `gesperrt durch Regel ${rule}${everywhere ? ' aller Gruppen' : ''}${reason === '' ? '' : `: ${reason}`}`,
  anonymousRejected: () => 'anonyme Anrufe werden abgewiesen',
  switchPassed: (fact) => `${switchText(fact.switch)}: seine Regel trifft nicht zu`,
  sent: ({ by, to }) => `${worded(SENT_BY, by)}: ${worded(SENT_TO, to)}`,
  destinationDidNotTake: () => 'das Ziel hat den Anruf nicht angenommen',
  soundMissing: ({ file }) => `FreeSWITCH hat ${file} nicht; der Anruf wurde nicht angenommen`,
  boxMissing: ({ box }) => `FreeSWITCH hat die Voicemailbox ${box} nicht; der Anruf wurde nicht angenommen`,
  playedNothing: ({ what, name }) =>
    what === 'voicemail'
      ? `die Voicemailbox ${name} endete sofort: der Anrufer wurde angenommen und hörte nichts`
      : `FreeSWITCH konnte ${name} nicht abspielen: der Anrufer wurde angenommen und hörte nichts`,
  ringbackMissing: ({ name }) => `FreeSWITCH hat ${name} nicht; der Anrufer hört stattdessen einen Ton`,
  greeting: ({ file, answers }) =>
    `Begrüßung ${file}, ${answers ? 'der Anruf wird dafür angenommen' : 'ohne den Anruf anzunehmen'}`,
  recordingNotice: ({ file }) => `Hinweis auf die Aufzeichnung: ${file}`,
  greetingMissing: ({ file }) => `FreeSWITCH hat die Begrüßung ${file} nicht; Telefone klingeln ohne sie`,
  noticeMissing: ({ file }) =>
    `FreeSWITCH hat den Hinweis ${file} nicht; das Gespräch wird nicht aufgezeichnet`,
  notRecordedWithoutNotice: ({ file }) =>
    `nicht aufgezeichnet: Der Hinweis ${file} wurde nicht bis zum Ende gehört`,
  recorded: ({ who, goesOn }) =>
    goesOn === true
      ? `aufgezeichnet: das Gespräch mit ${who} und mit allen, die den Anrufer übernahmen`
      : `aufgezeichnet: das Gespräch mit ${who}, bis ${who} es verließ`,
  recordedOn: ({ who, atSec }) =>
    who === ''
      ? `die Aufzeichnung lief weiter, ab ${placeInFile(atSec)} der Datei`
      : `die Aufzeichnung lief mit ${who} weiter, ab ${placeInFile(atSec)} der Datei`,
  recordingPaused: ({ who, atSec }) =>
    `${who} hat die Aufzeichnung angehalten, bei ${placeInFile(atSec)} der Datei`,
  recordingResumed: ({ who, atSec }) =>
    `${who} hat die Aufzeichnung fortgesetzt, bei ${placeInFile(atSec)} der Datei`,
  notRecorded: ({ file }) => `nicht aufgezeichnet: FreeSWITCH konnte ${file} nicht schreiben`,
  talkedOn: ({ who }) =>
    who === '' ? 'der Anrufer wurde weitergegeben' : `der Anrufer wurde weitergegeben und sprach mit ${who}`,
  pickedUp: ({ who }) => `${who} hat den klingelnden Anruf mit einem Code übernommen`,
  noController: () => 'keine Steuerung hat den Anruf übernommen; FreeSWITCH machte mit dem Dialplan weiter',
  wentOnAlone: () => 'der Anruf lief ohne Steuerung weiter; wie er endete, sagte FreeSWITCH später',
  endUnknown: () => 'der Anruf lief ohne Steuerung weiter; niemand hat gesehen, wie er endete',
  callsTooOften: ({ by, most }) =>
    by === 'caller'
      ? `abgewiesen: diese Nummer ruft öfter als ${most}-mal in der Minute an`
      : `abgewiesen: mehr als ${most} Anrufe ohne Nummer bei dieser Gruppe in einer Minute`,
  groupRemoved: () => 'die Gruppe wurde gelöscht, während der Anruf klingelte',
  groupUnknown: ({ group }) => `es gibt keine Gruppe ${group}`,
  groupDisabled: ({ group }) => `Gruppe ${group} ist ausgeschaltet`,
  circle: ({ path }) => `die Gruppen schicken den Anruf im Kreis: ${path.join(' → ')}`,
  tooManyGroups: ({ most, path }) =>
    `mehr Gruppen, als ein Anruf durchlaufen darf (${most}): ${path.join(' → ')}`,
  missed: ({ why }) => `verpasster Anruf: ${worded(MISSED, why)}`,
  notMissed: ({ why }) => `kein verpasster Anruf: ${worded(NOT_MISSED, why)}`,
};

const LIMITS: Wording<LimitIncident> = {
  callerFloods: ({ number, most, count }) =>
    `${number} ruft öfter als ${most}-mal in der Minute an: die Anrufe werden abgewiesen, bis es weniger sind (bisher ${count}). Die Anrufe aller anderen klingeln.`,
  withheldFlood: ({ group, most, count }) =>
    `Mehr als ${most} Anrufe ohne Nummer in einer Minute bei Gruppe ${group}: dort werden sie abgewiesen, bis es weniger sind (bisher ${count}). Anrufer mit Nummer klingeln.`,
  callerRings: ({ number, most, count }) =>
    `${number} hat in einer Stunde eine externe Nummer ${most}-mal klingeln lassen: für diesen Anrufer klingelt sie vorerst nicht (${count}-mal ausgelassen). Tischtelefone klingeln weiter.`,
  withheldRings: ({ group, most, count }) =>
    `Anrufer ohne Nummer haben in Gruppe ${group} in einer Stunde eine externe Nummer ${most}-mal klingeln lassen: für sie klingelt sie dort vorerst nicht (${count}-mal ausgelassen). Tischtelefone klingeln weiter.`,
  groupRings: ({ group, most, count }) =>
    `Gruppe ${group} hat in einer Stunde eine externe Nummer ${most}-mal klingeln lassen: dort klingelt sie vorerst nicht (${count}-mal ausgelassen). Tischtelefone klingeln weiter.`,
  ringAtOnce: ({ most, count }) =>
    `${most} externe Nummern klingeln gleichzeitig: weitere klingeln nicht (${count}-mal ausgelassen). Tischtelefone klingeln weiter.`,
};

const NEEDS: NeedWords = {
  what: {
    prompt: ({ file }) => `die Tondatei ${file}`,
    spoken: ({ file }) => `die Tondatei ${file}`,
    announcement: ({ file }) => `die Tondatei ${file}`,
    greeting: ({ file }) => `die Tondatei ${file}`,
    recordingNotice: ({ file }) => `die Tondatei ${file}`,
    ringbackFile: ({ file }) => `die Tondatei ${file}`,
    codeSound: ({ file }) => `die Tondatei ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `die Musik local_stream://${stream}`,
    voicemail: ({ profile }) => `das Voicemail-Profil ${profile}`,
    box: ({ box, domain }) => `die Voicemailbox ${box}@${domain}`,
    extension: ({ extension, domain }) => NEEDS.extensions([extension], 0, domain),
    recordings: ({ folder }) => `keinen Ordner ${folder}, in den es schreiben kann`,
    gateway: ({ gateway }) => `das Gateway ${gateway}`,
    trunk: ({ name }) => `kein Gateway oder Profil ${name}`,
  },
  costs: {
    prompt: () => 'Handys hören stattdessen zwei Töne; Taste 1 nimmt den Anruf trotzdem an',
    spoken: () => 'Handys hören ihn nicht; die Taste 1 nimmt den Anruf trotzdem an',
    announcement: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    greeting: () => 'Anrufer hören keine Begrüßung; Telefone klingeln sofort',
    recordingNotice: () => 'Gespräche werden nicht aufgezeichnet',
    ringbackFile: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    codeSound: () => 'wer einen Code wählt, hört einen Ton oder nur einen Teil der Worte',
    tones: () => 'Anrufer hören keinen Rufton, und ein Handy ohne Ansage wird beim Abheben getrennt',
    music: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    voicemail: () => 'wer zur Voicemail geleitet wird, wird nicht angenommen',
    box: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    extension: () => 'dort kann sich kein Telefon anmelden, also klingelt keines',
    recordings: () => 'nichts wird aufgezeichnet',
    gateway: () => 'Handys und externe Nummern klingeln nicht',
    trunk: () => 'die Einstellung für die Nummern seiner Anrufer wirkt nicht',
  },
  extensions: (names, more, domain) =>
    `die ${plural(names.length + more, { one: 'Nebenstelle', other: 'Nebenstellen' })} ${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''} der Domain ${domain}`,
  missing: (freeswitch, what) =>
    `FreeSWITCH ${freeswitch} hat ${what}${what.startsWith('kein') ? '' : ' nicht'}`,
  down: (freeswitch, what) => `${capital(what)} von FreeSWITCH ${freeswitch} ist außer Betrieb`,
  concerns: (names, more) =>
    `${plural(names.length + more, { one: 'Gruppe', other: 'Gruppen' })} ${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`,
};

function switchText({ name, on, why, next }: SwitchFact): string {
  const untilThen = next === undefined ? '' : `, ${worded(NEXT, next)}`;
  return `Schalter ${name} ist ${on ? 'ein' : 'aus'} (${worded(SWITCHES, why)}${untilThen})`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export const german: CallWords = {
  facts: FACTS,
  switches: SWITCHES,
  next: NEXT,
  notRung: NOT_RUNG,
  destinations: DESTINATIONS,
  callersGo: CALLERS_GO,
  kinds: KINDS,
  causes: CAUSES,
  missed: MISSED,
  notMissed: NOT_MISSED,
  needs: NEEDS,
  limits: LIMITS,
};
