/** What is said about a call, in English. Pure. */
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

const plural = pluralOf('en');

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
  closed: ({ to, why }) => `${worded(DESTINATIONS, to)}, which cannot be rung: ${worded(NOT_RUNG, why)}`,
  own: ({ why }) => `a phone that is not rung: ${worded(NOT_RUNG, why)}`,
};

const DESTINATION_WORDS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'an extension',
  external: 'a number outside',
  group: 'another group',
  voicemail: 'a voicemail box',
  announcement: 'an announcement',
  hangup: 'a hangup',
};

const MISSED: Wording<MissedWhy> = {
  gaveUp: ({ afterSec, stage }) =>
    `gave up after ${afterSec} s ${stage === null ? 'outside the stages' : `in stage ${stage}`}`,
  unanswered: ({ to }) => `nobody answered; final destination: ${DESTINATION_WORDS[to]}`,
  diverted: ({ by, to }) =>
    `diverted by ${by === 'switch' ? 'a switch' : 'the anonymous rule'} to ${DESTINATION_WORDS[to]}; nobody talked to the caller`,
};

const NOT_MISSED: Wording<NotMissedWhy> = {
  withheld: () => 'calls without a number do not count',
  refused: () => 'the call was refused',
  taken: ({ by }) => `${DESTINATION_WORDS[by]} took the call`,
  divertedNever: () => 'diverted calls do not count',
  divertedTo: ({ to }) => `diverted to ${DESTINATION_WORDS[to]}`,
  gaveUpNever: ({ afterSec }) => `gave up after ${afterSec} s, which does not count`,
  gaveUpEarly: ({ afterSec, countsFromSec }) =>
    `gave up after ${afterSec} s, counts from ${countsFromSec} s on`,
};

const FACTS: Wording<StepFact> = {
  stageRings: ({ stage, ringSec }) => `stage ${stage}: rings for ${ringSec} s`,
  stageEmpty: ({ stage }) => `stage ${stage} skipped: it has no members`,
  stageRingsNobody: ({ stage }) => `stage ${stage} skipped: nobody can be rung`,
  notRung: ({ who, why }) => `${worded(PHONES, who)}: ${worded(NOT_RUNG, why)}`,
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
  missed: ({ why }) => `missed call: ${worded(MISSED, why)}`,
  notMissed: ({ why }) => `no missed call: ${worded(NOT_MISSED, why)}`,
};

const NEEDS: NeedWords = {
  what: {
    prompt: ({ file }) => `the sound ${file}`,
    announcement: ({ file }) => `the sound ${file}`,
    ringbackFile: ({ file }) => `the sound ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `the music local_stream://${stream}`,
    voicemail: ({ profile }) => `the voicemail profile ${profile}`,
    box: ({ box, domain }) => `the voicemail box ${box}@${domain}`,
    recordings: ({ folder }) => `a folder ${folder} that it can write`,
    gateway: ({ gateway }) => `the gateway ${gateway}`,
    trunk: ({ name }) => `a gateway or profile ${name}`,
  },
  costs: {
    prompt: () => 'mobiles hear two tones instead; key 1 takes the call all the same',
    announcement: () => 'callers who are sent to it are not answered',
    ringbackFile: () => 'callers hear a tone instead while phones ring',
    tones: () => 'callers hear no ringback tone, and a mobile without the prompt is cut off when it answers',
    music: () => 'callers hear a tone instead while phones ring',
    voicemail: () => 'callers who are sent to voicemail are not answered',
    box: () => 'callers who are sent to it are not answered',
    recordings: () => 'nothing is recorded',
    gateway: () => 'mobiles and numbers outside do not ring',
    trunk: () => 'the setting for the numbers of its callers has no effect',
  },
  missing: (freeswitch, what) => `FreeSWITCH ${freeswitch} does not have ${what}`,
  down: (freeswitch, what) => `${capital(what)} of FreeSWITCH ${freeswitch} is down`,
  concerns: (names, more) =>
    `${plural(names.length + more, { one: 'group', other: 'groups' })} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
};

function switchText({ name, on, why }: SwitchFact): string {
  return `switch ${name} is ${on ? 'on' : 'off'} (${worded(SWITCHES, why)})`;
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export const english: CallWords = {
  facts: FACTS,
  switches: SWITCHES,
  notRung: NOT_RUNG,
  destinations: DESTINATIONS,
  missed: MISSED,
  notMissed: NOT_MISSED,
  needs: NEEDS,
};
