/** The English sentences of decisions: for record, log and command line. Pure; the German ones are the pages'. */
import { assertNever } from '../errors.js';
import type {
  DestinationFact,
  Fact,
  NotRungWho,
  NotRungWhy,
  OutsideWhy,
  SentBy,
  SentTo,
  SwitchFact,
  SwitchWhy,
} from '../model/reason.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** `switch Night is on (inside 18:00-08:00): send to voicemail 1001` */
export function factText(fact: Fact): string {
  switch (fact.kind) {
    case 'stageRings':
      return `stage ${fact.stage}: rings for ${fact.ringSec} s`;
    case 'stageEmpty':
      return `stage ${fact.stage} skipped: it has no members`;
    case 'stageRingsNobody':
      return `stage ${fact.stage} skipped: nobody can be rung`;
    case 'notRung':
      return `${whoText(fact.who)}: ${notRungText(fact.why)}`;
    case 'anonymousAsAnyOther':
      return 'anonymous calls are treated like any other';
    case 'anonymousRejected':
      return 'anonymous calls are rejected';
    case 'switchPassed':
      return `${switchText(fact.switch)}: its rule does not hold`;
    case 'sent':
      return `${sentByText(fact.by)}${sentToText(fact.to)}`;
    case 'destinationDidNotTake':
      return 'the destination did not take the call';
    case 'groupRemoved':
      return 'the group was removed while the call was ringing';
    case 'groupUnknown':
      return `there is no group ${fact.group}`;
    case 'groupDisabled':
      return `group ${fact.group} is disabled`;
    case 'circle':
      return `the groups send the call in a circle: ${fact.path.join(' → ')}`;
    case 'tooManyGroups':
      return `more groups than one call may pass through (${fact.most}): ${fact.path.join(' → ')}`;
    default:
      return assertNever(fact);
  }
}

function sentByText(by: SentBy): string {
  switch (by.kind) {
    case 'anonymous':
      return 'anonymous calls are diverted to ';
    case 'final':
      return 'final destination: ';
    case 'switch':
      return `${switchText(by.switch)}: send to `;
    default:
      return assertNever(by);
  }
}

function sentToText(to: SentTo): string {
  switch (to.kind) {
    case 'closed':
      return `${destinationText(to.to)}, which cannot be rung: ${notRungText(to.why)}`;
    case 'own':
      return `a phone that is not rung: ${notRungText(to.why)}`;
    case 'extension':
    case 'external':
    case 'group':
    case 'voicemail':
    case 'announcement':
    case 'hangup':
      return destinationText(to);
    default:
      return assertNever(to);
  }
}

function switchText({ name, on, why }: SwitchFact): string {
  return `switch ${name} is ${on ? 'on' : 'off'} (${switchWhyText(why)})`;
}

/** Completes "switch Night is on (…)". */
export function switchWhyText(why: SwitchWhy): string {
  switch (why.kind) {
    case 'overrideOpen':
      return 'override until changed';
    case 'overrideUntil':
      return `override until ${why.until}`;
    case 'byHand':
      return why.on ? 'switched on by hand' : 'switched off by hand';
    case 'holiday':
      return why.name;
    case 'inside':
      return `inside ${why.window}`;
    case 'outside':
    case 'notThisDay':
    case 'never':
      return outsideWords(why);
    default:
      return assertNever(why);
  }
}

/** Completes "Anna Schmidt: …". */
export function notRungText(why: NotRungWhy): string {
  switch (why.kind) {
    case 'publicHoliday':
      return `public holiday: ${why.name}`;
    case 'noPhone':
      return 'has neither an extension nor a mobile';
    case 'mobilesOff':
      return 'the group does not ring mobiles';
    case 'noGateway':
      return 'no gateway is configured';
    case 'numberRefused':
      return `number not allowed: ${why.because}`;
    case 'alreadyRung':
      return `already rung as ${why.as}`;
    case 'callersOwn':
      return "the caller's own phone";
    case 'leftOut':
      return 'left out';
    case 'outside':
    case 'notThisDay':
    case 'never':
      return outsideWords(why);
    default:
      return assertNever(why);
  }
}

export function outsideWords(why: OutsideWhy): string {
  switch (why.kind) {
    case 'never':
      return 'no window on any day';
    case 'notThisDay':
      return `no window on ${WEEKDAYS[why.weekday - 1] ?? 'this day'}`;
    case 'outside':
      return `outside ${listed(why.windows)}`;
    default:
      return assertNever(why);
  }
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** Completes "send to …". */
export function destinationText(to: DestinationFact): string {
  switch (to.kind) {
    case 'extension':
      return `extension ${to.extension}`;
    case 'external':
      return `external number ${to.digits}`;
    case 'group':
      return `group ${to.group}`;
    case 'voicemail':
      return `voicemail ${to.box}`;
    case 'announcement':
      return `announcement ${to.file}`;
    case 'hangup':
      return `hang up with ${to.cause}`;
    default:
      return assertNever(to);
  }
}

function whoText(who: NotRungWho): string {
  switch (who.kind) {
    case 'desk':
      return `desk phone of ${who.name}`;
    case 'mobile':
      return `mobile of ${who.name}`;
    case 'labelled':
      return who.name;
    case 'extension':
      return `extension ${who.extension}`;
    case 'number':
      return `external number ${who.digits}`;
    default:
      return assertNever(who);
  }
}
