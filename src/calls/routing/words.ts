/** The English sentences of decisions: for record, log and command line. Pure; the German ones are the pages'. */
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
} from '../../base/model/reason.js';
import { wallClockText } from '../../base/model/times.js';
import { worded, type Wording } from '../../base/model/wording.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const OUTSIDE: Wording<OutsideWhy> = {
  never: () => 'no window on any day',
  notThisDay: ({ weekday }) => `no window on ${WEEKDAYS[weekday - 1] ?? 'this day'}`,
  outside: ({ windows }) => `outside ${listed(windows)}`,
};

const SWITCHES: Wording<SwitchWhy> = {
  ...OUTSIDE,
  overrideOpen: () => 'override until changed',
  overrideUntil: ({ until, then }) =>
    `override until ${wallClockText('en', until)}${then === undefined ? '' : `, then ${then ? 'on' : 'off'}`}`,
  byHand: ({ on }) => (on ? 'switched on by hand' : 'switched off by hand'),
  holiday: ({ name }) => name,
  inside: ({ window }) => `inside ${window}`,
};

const NOT_RUNG: Wording<NotRungWhy> = {
  ...OUTSIDE,
  publicHoliday: ({ name }) => `public holiday: ${name}`,
  noPhone: () => 'has neither an extension nor a mobile',
  mobilesOff: () => 'the group does not ring mobiles',
  noGateway: () => 'no gateway is configured',
  numberRefused: ({ because }) => `number not allowed: ${because}`,
  alreadyRung: ({ as }) => `already rung as ${as}`,
  callersOwn: () => "the caller's own phone",
  leftOut: () => 'left out',
};

const DESTINATIONS: Wording<DestinationFact> = {
  extension: ({ extension }) => `extension ${extension}`,
  external: ({ digits }) => `external number ${digits}`,
  group: ({ group }) => `group ${group}`,
  voicemail: ({ box }) => `voicemail ${box}`,
  announcement: ({ file }) => `announcement ${file}`,
  hangup: ({ cause }) => `hang up with ${cause}`,
};

const PHONES: Wording<NotRungWho> = {
  desk: ({ name }) => `desk phone of ${name}`,
  mobile: ({ name }) => `mobile of ${name}`,
  labelled: ({ name }) => name,
  extension: ({ extension }) => `extension ${extension}`,
  number: ({ digits }) => `external number ${digits}`,
};

const SENT_BY: Wording<SentBy> = {
  anonymous: () => 'anonymous calls are diverted to ',
  final: () => 'final destination: ',
  switch: (by) => `${switchText(by.switch)}: send to `,
};

const SENT_TO: Wording<SentTo> = {
  ...DESTINATIONS,
  closed: ({ to, why }) => `${destinationText(to)}, which cannot be rung: ${notRungText(why)}`,
  own: ({ why }) => `a phone that is not rung: ${notRungText(why)}`,
};

const FACTS: Wording<Fact> = {
  stageRings: ({ stage, ringSec }) => `stage ${stage}: rings for ${ringSec} s`,
  stageEmpty: ({ stage }) => `stage ${stage} skipped: it has no members`,
  stageRingsNobody: ({ stage }) => `stage ${stage} skipped: nobody can be rung`,
  notRung: ({ who, why }) => `${worded(PHONES, who)}: ${notRungText(why)}`,
  anonymousAsAnyOther: () => 'anonymous calls are treated like any other',
  anonymousRejected: () => 'anonymous calls are rejected',
  switchPassed: (fact) => `${switchText(fact.switch)}: its rule does not hold`,
  sent: ({ by, to }) => `${worded(SENT_BY, by)}${worded(SENT_TO, to)}`,
  destinationDidNotTake: () => 'the destination did not take the call',
  soundMissing: ({ file }) => `FreeSWITCH does not have ${file}; the call was not answered`,
  boxMissing: ({ box }) => `FreeSWITCH does not have the voicemail box ${box}; the call was not answered`,
  playedNothing: ({ what, name }) =>
    what === 'voicemail'
      ? `the voicemail box ${name} ended at once: the caller was answered and heard nothing`
      : `FreeSWITCH could not play ${name}: the caller was answered and heard nothing`,
  ringbackMissing: ({ name }) => `FreeSWITCH does not have ${name}; the caller hears a tone instead`,
  recorded: ({ who }) => `recorded: the talk with ${who}, until ${who} left it`,
  notRecorded: ({ file }) => `not recorded: FreeSWITCH could not write ${file}`,
  groupRemoved: () => 'the group was removed while the call was ringing',
  groupUnknown: ({ group }) => `there is no group ${group}`,
  groupDisabled: ({ group }) => `group ${group} is disabled`,
  circle: ({ path }) => `the groups send the call in a circle: ${path.join(' → ')}`,
  tooManyGroups: ({ most, path }) =>
    `more groups than one call may pass through (${most}): ${path.join(' → ')}`,
};

function switchText({ name, on, why }: SwitchFact): string {
  return `switch ${name} is ${on ? 'on' : 'off'} (${switchWhyText(why)})`;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `switch Night is on (inside 18:00-08:00): send to voicemail 1001` */
export const factText = (fact: Fact): string => worded(FACTS, fact);

/** Completes "switch Night is on (…)". */
export const switchWhyText = (why: SwitchWhy): string => worded(SWITCHES, why);

/** Completes "Anna Schmidt: …". */
export const notRungText = (why: NotRungWhy): string => worded(NOT_RUNG, why);

/** Completes "send to …". */
export const destinationText = (to: DestinationFact): string => worded(DESTINATIONS, to);
