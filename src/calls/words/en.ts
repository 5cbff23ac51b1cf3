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
  SwitchNextFact,
  SwitchWhy,
} from '../../base/model/reason.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { Destination, ReleaseCause } from '../../base/model/snapshot.js';
import { placeInFile, wallClockText } from '../../base/model/times.js';
import { pluralOf, worded, type Wording } from '../../base/model/wording.js';
import { english as language } from '../../base/words/en.js';
import type { CallWords, NeedWords } from './call-words.js';

const plural = pluralOf(language);

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const OUTSIDE: Wording<OutsideWhy> = {
  never: () => 'no window on any day',
  notThisDay: ({ weekday }) => `no window on ${WEEKDAYS[weekday - 1] ?? 'this day'}`,
  outside: ({ windows }) => `outside ${listed(windows)}`,
};

const SWITCHES: Wording<SwitchWhy> = {
  ...OUTSIDE,
  override: () => 'overridden',
  overrideOpen: () => 'override until changed',
  overrideUntil: ({ until, then }) =>
    `override until ${wallClockText('en', until)}${then === undefined ? '' : `, then ${then ? 'on' : 'off'}`}`,
  byHand: ({ on }) => (on ? 'switched on by hand' : 'switched off by hand'),
  holiday: ({ name }) => name,
  inside: ({ window }) => `inside ${window}`,
};

const NEXT: Wording<SwitchNextFact> = {
  at: ({ at, on }) => `until ${wallClockText('en', at)}, then ${on ? 'on' : 'off'}`,
  byHand: () => 'until somebody changes it',
  never: () => 'its schedule never changes',
};

const RUNG_BY = {
  caller: 'for this caller',
  withheld: 'for callers of this group without a number',
  group: 'for this group',
} as const;

const NOT_RUNG: Wording<NotRungWhy> = {
  ...OUTSIDE,
  publicHoliday: ({ name }) => `public holiday: ${name}`,
  noPhone: () => 'has neither an extension nor a mobile',
  away: ({ until }) => (until === undefined ? 'away' : `away until ${wallClockText('en', until)}`),
  mobilesOff: () => 'the group does not ring mobiles',
  noGateway: () => 'no gateway is configured',
  numberRefused: ({ because }) => `number not allowed: ${because}`,
  alreadyRung: ({ as }) => `already rung as ${as}`,
  callersOwn: () => "the caller's own phone",
  busy: () => 'talks on the phone',
  tooLate: ({ delaySec, ringSec }) => `would begin after ${delaySec} s; ringing is over after ${ringSec} s`,
  leftOut: () => 'left out',
  rungTooOften: ({ by, most }) =>
    `has rung ${plural(most, { one: 'once', other: `${most} times` })} ${RUNG_BY[by]} within an hour; more is not allowed`,
  tooManyRing: ({ most }) => `${most} numbers outside ring already; more is not allowed`,
};

const CAUSES: Readonly<Record<ReleaseCause, string>> = {
  NORMAL_CLEARING: 'normal hangup',
  USER_BUSY: 'busy',
  NO_ANSWER: 'no answer',
  CALL_REJECTED: 'rejected',
  UNALLOCATED_NUMBER: 'no such number',
  SUBSCRIBER_ABSENT: 'not there',
  EXCHANGE_ROUTING_ERROR: 'network error',
};

const DESTINATIONS: Wording<DestinationFact> = {
  extension: ({ extension }) => `extension ${extension}`,
  external: ({ digits }) => `external number ${digits}`,
  group: ({ group }) => `group ${group}`,
  voicemail: ({ box }) => `voicemail ${box}`,
  announcement: ({ file }) => `announcement ${file}`,
  hangup: ({ cause }) => `hang up (${CAUSES[cause]})`,
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

const CALLERS_GO: Wording<SentTo> = {
  extension: ({ extension }) => `now go to extension ${extension}`,
  external: ({ digits }) => `now go to the number ${digits}`,
  group: ({ group }) => `now go to group ${group}`,
  voicemail: ({ box }) => `now go to voicemail ${box}`,
  announcement: ({ file }) => `now hear the announcement ${file}`,
  hangup: ({ cause }) => `are turned away now (${CAUSES[cause]})`,
  closed: ({ to, why }) =>
    `are turned away now: ${worded(DESTINATIONS, to)} cannot be rung (${worded(NOT_RUNG, why)})`,
  own: ({ why }) => `are turned away now (${worded(NOT_RUNG, why)})`,
};

const KINDS: Readonly<Record<Destination['kind'], string>> = {
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
  unanswered: ({ to }) => `nobody answered; final destination: ${KINDS[to]}`,
  diverted: ({ by, to }) =>
    `diverted by ${by === 'switch' ? 'a switch' : 'the anonymous rule'} to ${KINDS[to]}; nobody talked to the caller`,
  unknown: () => 'nobody saw how the call ended; it may have been missed',
};

const NOT_MISSED: Wording<NotMissedWhy> = {
  withheld: () => 'calls without a number do not count',
  refused: () => 'the call was refused',
  blocked: () => 'the number is blocked',
  taken: ({ by }) => `${KINDS[by]} took the call`,
  divertedNever: () => 'diverted calls do not count',
  divertedTo: ({ to }) => `diverted to ${KINDS[to]}`,
  gaveUpNever: ({ afterSec }) => `gave up after ${afterSec} s, which does not count`,
  gaveUpEarly: ({ afterSec, countsFromSec }) =>
    `gave up after ${afterSec} s, counts from ${countsFromSec} s on`,
};

const FACTS: Wording<StepFact> = {
  stageRings: ({ stage, ringSec, goesOn }) =>
    goesOn === true
      ? `stage ${stage} goes on: rings for ${ringSec} s`
      : `stage ${stage}: rings for ${ringSec} s`,
  stageEmpty: ({ stage }) => `stage ${stage} skipped: it has no members`,
  stageRingsNobody: ({ stage }) => `stage ${stage} skipped: nobody can be rung`,
  notRung: ({ who, why }) => `${worded(PHONES, who)}: ${worded(NOT_RUNG, why)}`,
  anonymousAsAnyOther: () => 'anonymous calls are treated like any other',
  blocked: ({ everywhere, rule, reason }) =>
    `blocked by rule ${rule}${everywhere ? ' of all groups' : ''}${reason === '' ? '' : `: ${reason}`}`,
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
  greeting: ({ file, answers }) =>
    `greeting ${file}, ${answers ? 'the call is answered for it' : 'without answering the call'}`,
  recordingNotice: ({ file }) => `notice of the recording: ${file}`,
  greetingMissing: ({ file }) => `FreeSWITCH does not have the greeting ${file}; phones ring without it`,
  noticeMissing: ({ file }) => `FreeSWITCH does not have the notice ${file}; the talk is not recorded`,
  notRecordedWithoutNotice: ({ file }) => `not recorded: the notice ${file} was not heard to its end`,
  recorded: ({ who, goesOn }) =>
    goesOn === true
      ? `recorded: the talk with ${who}, and with whoever took the caller over`
      : `recorded: the talk with ${who}, until ${who} left it`,
  recordedOn: ({ who, atSec }) =>
    who === ''
      ? `the recording went on, from ${placeInFile(atSec)} of the file`
      : `the recording went on with ${who}, from ${placeInFile(atSec)} of the file`,
  recordingPaused: ({ who, atSec }) => `${who} paused the recording at ${placeInFile(atSec)} of the file`,
  recordingResumed: ({ who, atSec }) =>
    `${who} went on with the recording at ${placeInFile(atSec)} of the file`,
  notRecorded: ({ file }) => `not recorded: FreeSWITCH could not write ${file}`,
  talkedOn: ({ who }) =>
    who === '' ? 'the caller was handed on' : `the caller was handed on and talked to ${who}`,
  pickedUp: ({ who }) => `${who} took the ringing call by code`,
  noController: () => 'no controller took the call; FreeSWITCH went on with its dialplan',
  wentOnAlone: () => 'the call went on without a controller; how it ended FreeSWITCH told later',
  endUnknown: () => 'the call went on without a controller; nobody saw how it ended',
  callsTooOften: ({ by, most }) =>
    by === 'caller'
      ? `refused: this number calls more than ${most} times a minute`
      : `refused: more than ${most} calls without a number come to this group in a minute`,
  groupRemoved: () => 'the group was removed while the call was ringing',
  groupUnknown: ({ group }) => `there is no group ${group}`,
  groupDisabled: ({ group }) => `group ${group} is disabled`,
  circle: ({ path }) => `the groups send the call in a circle: ${path.join(' → ')}`,
  tooManyGroups: ({ most, path }) =>
    `more groups than one call may pass through (${most}): ${path.join(' → ')}`,
  missed: ({ why }) => `missed call: ${worded(MISSED, why)}`,
  notMissed: ({ why }) => `no missed call: ${worded(NOT_MISSED, why)}`,
};

const LIMITS: Wording<LimitIncident> = {
  callerFloods: ({ number, most, count }) =>
    `${number} calls more than ${most} times a minute: its calls are refused until it calls less often (so far: ${count}). Everybody else’s calls ring.`,
  withheldFlood: ({ group, most, count }) =>
    `More than ${most} calls without a number come to group ${group} in a minute: they are refused there until they become fewer (so far: ${count}). Callers with a number ring.`,
  callerRings: ({ number, most, count }) =>
    `${number} has made a number outside ring ${most} times within an hour: for this caller it does not ring for now (left out so far: ${count}). Desk phones ring on.`,
  withheldRings: ({ group, most, count }) =>
    `Callers without a number have made a number outside ring ${most} times within an hour in group ${group}: for them it does not ring there for now (left out so far: ${count}). Desk phones ring on.`,
  groupRings: ({ group, most, count }) =>
    `Group ${group} has made a number outside ring ${most} times within an hour: it does not ring there for now (left out so far: ${count}). Desk phones ring on.`,
  ringAtOnce: ({ most, count }) =>
    `${most} numbers outside ring at the same time: further ones do not (left out so far: ${count}). Desk phones ring on.`,
};

const NEEDS: NeedWords = {
  what: {
    prompt: ({ file }) => `the sound ${file}`,
    spoken: ({ file }) => `the sound ${file}`,
    announcement: ({ file }) => `the sound ${file}`,
    greeting: ({ file }) => `the sound ${file}`,
    recordingNotice: ({ file }) => `the sound ${file}`,
    ringbackFile: ({ file }) => `the sound ${file}`,
    codeSound: ({ file }) => `the sound ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `the music local_stream://${stream}`,
    voicemail: ({ profile }) => `the voicemail profile ${profile}`,
    box: ({ box, domain }) => `the voicemail box ${box}@${domain}`,
    extension: ({ extension, domain }) => NEEDS.extensions([extension], 0, domain),
    recordings: ({ folder }) => `a folder ${folder} that it can write`,
    gateway: ({ gateway }) => `the gateway ${gateway}`,
    trunk: ({ name }) => `a gateway or profile ${name}`,
  },
  costs: {
    prompt: () => 'mobiles hear two tones instead; key 1 takes the call all the same',
    spoken: () => 'mobiles do not hear it; key 1 takes the call all the same',
    announcement: () => 'callers who are sent to it are not answered',
    greeting: () => 'callers hear no greeting; phones ring at once',
    recordingNotice: () => 'talks are not recorded',
    ringbackFile: () => 'callers hear a tone instead while phones ring',
    codeSound: () => 'whoever dials a code hears a tone, or a part of the words',
    tones: () => 'callers hear no ringback tone, and a mobile without the prompt is cut off when it answers',
    music: () => 'callers hear a tone instead while phones ring',
    voicemail: () => 'callers who are sent to voicemail are not answered',
    box: () => 'callers who are sent to it are not answered',
    extension: () => 'no phone can register there, so none rings',
    recordings: () => 'nothing is recorded',
    gateway: () => 'mobiles and numbers outside do not ring',
    trunk: () => 'the setting for the numbers of its callers has no effect',
  },
  extensions: (names, more, domain) =>
    `the ${plural(names.length + more, { one: 'extension', other: 'extensions' })} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} in its directory, domain ${domain}`,
  missing: (freeswitch, what) => `FreeSWITCH ${freeswitch} does not have ${what}`,
  down: (freeswitch, what) => `${capital(what)} of FreeSWITCH ${freeswitch} is down`,
  concerns: (names, more) =>
    `${plural(names.length + more, { one: 'group', other: 'groups' })} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
};

function switchText({ name, on, why, next }: SwitchFact): string {
  const untilThen = next === undefined ? '' : `, ${worded(NEXT, next)}`;
  return `switch ${name} is ${on ? 'on' : 'off'} (${worded(SWITCHES, why)}${untilThen})`;
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
