/**
 * The reasons of decisions in the reader's language. They come as data; the English words are made where the decision
 * is (routing/words.ts, outcome/missed-words.ts), the German ones here and nowhere else. Pure.
 */
import { assertNever } from '../errors.js';
import { missedTexts } from '../missed/texts.js';
import type {
  DestinationFact,
  NotRungWho,
  NotRungWhy,
  OutsideWhy,
  SentBy,
  SentTo,
  SwitchFact,
  SwitchWhy,
} from '../model/reason.js';
import type { Destination } from '../model/snapshot.js';
import type { NotMissedWhy, StepFact } from '../records/call-record.js';
import { switchWhyText as englishSwitchWhy } from '../routing/words.js';
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
    return german(fact);
  } catch {
    // The record is of a newer version, which knows more kinds.
    return text;
  }
}

/** Why a switch is on or off: completes "Night is on: …". */
export function switchWhyText(why: SwitchWhy, lang: Language): string {
  return lang === 'en' ? englishSwitchWhy(why) : germanSwitchWhy(why);
}

function german(fact: StepFact): string {
  switch (fact.kind) {
    case 'stageRings':
      return `Stufe ${fact.stage}: klingelt ${fact.ringSec} s`;
    case 'stageEmpty':
      return `Stufe ${fact.stage} übersprungen: sie hat keine Mitarbeiter`;
    case 'stageRingsNobody':
      return `Stufe ${fact.stage} übersprungen: niemand kann klingeln`;
    case 'notRung':
      return `${germanWho(fact.who)}: ${germanNotRung(fact.why)}`;
    case 'anonymousAsAnyOther':
      return 'anonyme Anrufe werden behandelt wie alle';
    case 'anonymousRejected':
      return 'anonyme Anrufe werden abgewiesen';
    case 'switchPassed':
      return `${germanSwitch(fact.switch)}: seine Regel trifft nicht zu`;
    case 'sent':
      return `${germanSentBy(fact.by)}: ${germanSentTo(fact.to)}`;
    case 'destinationDidNotTake':
      return 'das Ziel hat den Anruf nicht angenommen';
    case 'groupRemoved':
      return 'die Gruppe wurde gelöscht, während der Anruf klingelte';
    case 'groupUnknown':
      return `es gibt keine Gruppe ${fact.group}`;
    case 'groupDisabled':
      return `Gruppe ${fact.group} ist ausgeschaltet`;
    case 'circle':
      return `die Gruppen schicken den Anruf im Kreis: ${fact.path.join(' → ')}`;
    case 'tooManyGroups':
      return `mehr Gruppen, als ein Anruf durchlaufen darf (${fact.most}): ${fact.path.join(' → ')}`;
    case 'missed':
      return `verpasster Anruf: ${missedTexts('de').why(fact.why)}`;
    case 'notMissed':
      return `kein verpasster Anruf: ${germanNotMissed(fact.why)}`;
    default:
      return assertNever(fact);
  }
}

function germanSentBy(by: SentBy): string {
  switch (by.kind) {
    case 'anonymous':
      return 'anonyme Anrufe werden umgeleitet';
    case 'final':
      return 'danach';
    case 'switch':
      return germanSwitch(by.switch);
    default:
      return assertNever(by);
  }
}

function germanSentTo(to: SentTo): string {
  switch (to.kind) {
    case 'closed':
      return `${germanDestination(to.to)}, nicht erreichbar: ${germanNotRung(to.why)}`;
    case 'own':
      return `ein Telefon, das nicht klingelt: ${germanNotRung(to.why)}`;
    case 'extension':
    case 'external':
    case 'group':
    case 'voicemail':
    case 'announcement':
    case 'hangup':
      return germanDestination(to);
    default:
      return assertNever(to);
  }
}

function germanSwitch({ name, on, why }: SwitchFact): string {
  return `Schalter ${name} ist ${on ? 'ein' : 'aus'} (${germanSwitchWhy(why)})`;
}

function germanSwitchWhy(why: SwitchWhy): string {
  switch (why.kind) {
    case 'overrideOpen':
      return 'übersteuert, bis jemand es ändert';
    case 'overrideUntil':
      return `übersteuert bis ${why.until}`;
    case 'byHand':
      return why.on ? 'von Hand eingeschaltet' : 'von Hand ausgeschaltet';
    case 'holiday':
      return why.name;
    case 'inside':
      return `innerhalb ${why.window}`;
    case 'outside':
    case 'notThisDay':
    case 'never':
      return germanOutside(why);
    default:
      return assertNever(why);
  }
}

function germanNotRung(why: NotRungWhy): string {
  switch (why.kind) {
    case 'publicHoliday':
      return `Feiertag: ${why.name}`;
    case 'noPhone':
      return 'hat weder Nebenstelle noch Handy';
    case 'mobilesOff':
      return 'die Gruppe lässt Handys nicht klingeln';
    case 'noGateway':
      return 'kein Gateway eingerichtet';
    case 'numberRefused':
      return `Nummer nicht erlaubt: ${faultText({ value: undefined, message: why.because }, 'de')}`;
    case 'alreadyRung':
      return `klingelt schon als ${why.as}`;
    case 'callersOwn':
      return 'das Telefon des Anrufers selbst';
    case 'leftOut':
      return 'ausgelassen';
    case 'outside':
    case 'notThisDay':
    case 'never':
      return germanOutside(why);
    default:
      return assertNever(why);
  }
}

const DAYS = ['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags', 'sonntags'];

function germanOutside(why: OutsideWhy): string {
  switch (why.kind) {
    case 'never':
      return 'an keinem Tag ein Zeitfenster';
    case 'notThisDay':
      return `${DAYS[why.weekday - 1] ?? 'heute'} kein Zeitfenster`;
    case 'outside':
      return `außerhalb ${new Intl.ListFormat('de').format(why.windows)}`;
    default:
      return assertNever(why);
  }
}

function germanDestination(to: DestinationFact): string {
  switch (to.kind) {
    case 'extension':
      return `Nebenstelle ${to.extension}`;
    case 'external':
      return `externe Nummer ${to.digits}`;
    case 'group':
      return `Gruppe ${to.group}`;
    case 'voicemail':
      return `Voicemail ${to.box}`;
    case 'announcement':
      return `Ansage ${to.file}`;
    case 'hangup':
      return `auflegen mit ${to.cause}`;
    default:
      return assertNever(to);
  }
}

function germanWho(who: NotRungWho): string {
  switch (who.kind) {
    case 'desk':
      return `Tischtelefon von ${who.name}`;
    case 'mobile':
      return `Handy von ${who.name}`;
    case 'labelled':
      return who.name;
    case 'extension':
      return `Nebenstelle ${who.extension}`;
    case 'number':
      return `externe Nummer ${who.digits}`;
    default:
      return assertNever(who);
  }
}

const DESTINATIONS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'Nebenstelle',
  external: 'externe Nummer',
  group: 'andere Gruppe',
  voicemail: 'Voicemail',
  announcement: 'Ansage',
  hangup: 'Auflegen',
};

function germanNotMissed(why: NotMissedWhy): string {
  switch (why.kind) {
    case 'withheld':
      return 'Anrufe ohne Rufnummer zählen nicht';
    case 'refused':
      return 'der Anruf wurde abgewiesen';
    case 'taken':
      return `das letzte Ziel nahm den Anruf: ${DESTINATIONS[why.by]}`;
    case 'divertedNever':
      return 'umgeleitete Anrufe zählen nicht';
    case 'divertedTo':
      return `umgeleitet: ${DESTINATIONS[why.to]}`;
    case 'gaveUpNever':
      return `nach ${why.afterSec} s aufgelegt, das zählt nicht`;
    case 'gaveUpEarly':
      return `nach ${why.afterSec} s aufgelegt, zählt ab ${why.countsFromSec} s`;
    default:
      return assertNever(why);
  }
}
